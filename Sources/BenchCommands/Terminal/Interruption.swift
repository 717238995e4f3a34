// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns Ctrl-C into the cancellation of what runs; a second one ends the process at once.
enum Interruption {
  /// Cancels what runs now; nil while nothing does, and after it was used.
  private static let cancellation = Mutex<(@Sendable () -> Void)?>(nil)

  /// One for the whole process: on Linux a second source for the same signal may never fire, nor
  /// does one whose signal is ignored after it began. Made once and never touched again, hence safe.
  nonisolated(unsafe) private static let source: any DispatchSourceSignal = {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler {
      guard let cancel = cancellation.withLock({ $0.take() }) else {
        _exit(ExitStatus.interrupted.rawValue)
      }
      cancel()
      Terminal.standardError.write("\ninterrupted: what finished is kept\n")
    }
    source.activate()
    return source
  }()

  /// Runs `body`; when the person interrupts, cancels it and exits with code 130.
  ///
  /// - Throws: what `body` throws, or exit code 130.
  static func whileRunning<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let work = Task { try await body() }
    cancellation.withLock { $0 = { work.cancel() } }
    defer { cancellation.withLock { $0 = nil } }
    _ = source
    do {
      return try await work.value
    } catch is CancellationError {
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
  }
}
