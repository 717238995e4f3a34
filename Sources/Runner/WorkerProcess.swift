// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Profiling
import Retrieval
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Starts a worker, listens to it, and makes sure that it ends.
final class WorkerProcess: Sendable {
  /// What a listener is told.
  enum News: Sendable {
    case message(WorkerMessage)
    case log(String)
  }

  private typealias Child = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

  private let command: WorkerCommand
  private let timeLimit: Duration?
  private let listener: @Sendable (News) -> Void
  private let conversation = Mutex(WorkerConversation())

  init(
    _ command: WorkerCommand, timeLimit: Duration?, listener: @escaping @Sendable (News) -> Void
  ) {
    self.command = command
    self.timeLimit = timeLimit
    self.listener = listener
  }

  /// Runs one cell in a process of its own. To be called once.
  ///
  /// - Throws: ``WorkerFailure`` when the cell failed, `DataError` when the data is wrong,
  ///   `CancellationError` when this task was cancelled; the worker is gone in any case.
  func run(_ request: WorkerRequest) async throws -> WorkerResult {
    var line = Array(try JSONEncoder().encode(request))
    line.append(UInt8(ascii: "\n"))
    let status: TerminationStatus
    do {
      status = try await start(line)
    } catch let error as SubprocessError {
      try Task.checkCancellation()
      throw WorkerFailure("the worker cannot be started: \(error)")
    }
    try Task.checkCancellation()
    let end: WorkerEnd =
      switch status {
      case .exited(let code): .exited(code)
      case .signaled(let signal): .killed(signal)
      }
    return try conversation.withLock { try $0.conclude(end) }
  }

  /// What became of the limits of a profile; empty without one.
  var limits: [ProfileLimit] { conversation.withLock(\.limits) }

  /// Runs something that is no worker under the limits of a profile. To be called once.
  func limitsAlone() async throws -> [ProfileLimit] {
    _ = try await start([])
    return limits
  }

  private func start(_ line: [UInt8]) async throws -> TerminationStatus {
    var options = PlatformOptions()
    // Its own group: Ctrl-C on the terminal reaches the parent only, and the group can be killed.
    options.processGroupID = 0
    let result = try await Subprocess.run(
      .path(FilePath(command.executable)),
      arguments: Arguments(executablePathOverride: "bench", remainingValues: command.arguments),
      // A crash is told by its signal; writing a backtrace would take seconds.
      environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
      platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
    ) { child in
      // A worker that is dead already is told by its exit status, not by the broken pipe.
      _ = try? await child.standardInputWriter.write(line)
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await self.listen(to: child) }
        group.addTask { await self.overhear(child) }
        let timer = Task { await self.watch(child) }
        await group.waitForAll()
        timer.cancel()
      }
      try? await child.standardInputWriter.finish()
    }
    return result.terminationStatus
  }

  private func listen(to child: Child) async {
    do {
      for try await buffer in child.standardOutput {
        let messages = conversation.withLock { conversation in
          buffer.withUnsafeBytes { conversation.hear($0) }
        }
        for message in messages { listener(.message(message)) }
        if conversation.withLock(\.isOver) { break }
      }
    } catch {}
    // Nothing that comes later matters, and a worker that talks nonsense may not end by itself.
    if conversation.withLock(\.isOver) { stop(child) }
  }

  private func overhear(_ child: Child) async {
    do {
      for try await buffer in child.standardError {
        let lines = conversation.withLock { conversation in
          buffer.withUnsafeBytes { conversation.overhear($0) }
        }
        for line in lines { listener(.log(line)) }
      }
    } catch {}
  }

  private func watch(_ child: Child) async {
    guard let timeLimit else { return }
    do {
      try await Task.sleep(for: timeLimit)
    } catch {
      return
    }
    conversation.withLock { $0.timeOut(after: timeLimit) }
    stop(child)
  }

  /// Kills the worker and whatever it has started; one that is gone already does not mind.
  private func stop(_ child: Child) {
    try? child.send(signal: .kill, toProcessGroup: true)
  }
}
