// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The `bench` executable that was built together with the tests, run as a user runs it.
public struct BuiltProgram: Sendable {
  /// What a finished process left behind.
  public struct Outcome: Sendable {
    /// Exit code; 128 + n after signal n.
    public let status: Int32
    /// Everything on standard output.
    public let output: String
    /// Everything on standard error.
    public let errors: String
  }

  /// Path of the executable.
  public let path: String

  /// The executable beside the test bundle.
  public init() {
    let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = tests.deletingLastPathComponent()
    while folder.path != "/",
      !FileManager.default.isExecutableFile(atPath: folder.appending(path: "bench").path)
    {
      folder.deleteLastPathComponent()
    }
    path = folder.appending(path: "bench").path
  }

  /// Runs the program in the repository's root and waits for it.
  ///
  /// - Parameter wrapper: A command that gets the program's path and arguments appended, such as
  ///   `["unshare", …]`; empty to start the program itself.
  public func run(
    _ arguments: [String], environment: [String: String] = [:], wrapper: [String] = []
  ) throws -> Outcome {
    let process = Process()
    let command = (wrapper.isEmpty ? [] : ["/usr/bin/env"] + wrapper) + [path] + arguments
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = TestData.repository
    var variables = ProcessInfo.processInfo.environment
    for name in ["BENCH_DATA", "BENCH_STORE", "BENCH_SUITES"] { variables[name] = nil }
    // Nothing of the user's cache is taken, and nothing is left in it.
    variables["BENCH_VECTORS"] = "none"
    process.environment = variables.merging(environment) { $1 }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let drained = DrainedPipe(errors)
    let outputText = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (signalled ? 128 : 0),
      output: String(decoding: outputText, as: UTF8.self),
      errors: String(decoding: drained.finish(), as: UTF8.self))
  }
}

/// Reads a pipe in a thread of its own, so that neither stream of a process can block the other.
private final class DrainedPipe: Sendable {
  private let thread: DispatchQueue
  private let group = DispatchGroup()
  private let data = Collected()

  /// Written once by the queue, read after the group is done.
  private final class Collected: @unchecked Sendable {
    // Protected by the dispatch group: the writer leaves it before the reader looks.
    var bytes = Data()
  }

  init(_ pipe: Pipe) {
    thread = DispatchQueue(label: "drained pipe")
    let handle = pipe.fileHandleForReading
    thread.async(group: group) { [data] in data.bytes = handle.readDataToEndOfFile() }
  }

  func finish() -> Data {
    group.wait()
    return data.bytes
  }
}
