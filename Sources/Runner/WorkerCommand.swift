// SPDX-License-Identifier: Apache-2.0

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
