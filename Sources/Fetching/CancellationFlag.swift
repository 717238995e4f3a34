// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tells work in threads of its own that nobody waits for it any more.
final class CancellationFlag: Sendable {
  private let flag = Atomic(false)

  /// Whether it was raised.
  var isRaised: Bool { flag.load(ordering: .relaxed) }

  /// Asks the work to stop.
  func raise() { flag.store(true, ordering: .relaxed) }

  /// - Throws: `CancellationError` when it was raised.
  func check() throws {
    if isRaised { throw CancellationError() }
  }

  /// Waits, looking at the flag often.
  ///
  /// - Throws: `CancellationError` when it is raised meanwhile.
  func wait(_ time: Duration) throws {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      try check()
      usleep(20_000)
    }
    try check()
  }
}
