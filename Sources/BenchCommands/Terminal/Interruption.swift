// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns Ctrl-C into the cancellation of what runs; a second one ends the process at once.
enum Interruption {
  /// Runs `body`; when the person interrupts, cancels it and exits with code 130.
  ///
  /// - Throws: what `body` throws, or exit code 130.
  static func whileRunning<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let work = Task { try await body() }
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler {
      work.cancel()
      signal(SIGINT, SIG_DFL)
      Terminal.standardError.write("\ninterrupted: what finished is kept\n")
    }
    source.resume()
    defer {
      source.cancel()
      signal(SIGINT, SIG_DFL)
    }
    do {
      return try await work.value
    } catch is CancellationError {
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
  }
}
