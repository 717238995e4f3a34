// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Profiling

/// How a worker process is started.
public struct WorkerCommand: Sendable, Hashable {
  /// Path of the executable.
  public var executable: String
  /// Its arguments, without its name.
  public var arguments: [String]

  /// An executable with arguments, which must end in a call of ``runWorker(retriever:)``.
  public init(executable: String, arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// The command that holds a process to `orders` and then makes it this one.
  func confined(
    to orders: ConfinementOrders, by launcher: WorkerCommand
  ) throws -> WorkerCommand {
    let text = String(decoding: try JSONEncoder().encode(orders), as: UTF8.self)
    return WorkerCommand(
      executable: launcher.executable,
      arguments: launcher.arguments + [text, executable] + arguments)
  }

  /// This very program as what turns into a worker under a hardware profile.
  public static let thisLauncher = WorkerCommand(
    executable: thisProgram.executable, arguments: [launcherWord])

  #if os(Linux)
    /// This very program with the argument `worker`.
    ///
    /// The link of `/proc` still leads to it when its file has been replaced by a newer build.
    public static let thisProgram = WorkerCommand(
      executable: "/proc/self/exe", arguments: ["worker"])
  #else
    /// This very program with the argument `worker`.
    public static let thisProgram = WorkerCommand(
      executable: CommandLine.arguments.first ?? "bench", arguments: ["worker"])
  #endif
}
