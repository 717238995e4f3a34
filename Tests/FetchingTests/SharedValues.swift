// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts how many are inside at a time.
final class Crowd: Sendable {
  private let counts = Mutex((now: 0, most: 0))

  func enter() {
    counts.withLock { counts in
      counts.now += 1
      counts.most = max(counts.most, counts.now)
    }
  }

  func leave() { counts.withLock { $0.now -= 1 } }

  /// The most there ever were.
  var most: Int { counts.withLock { $0.most } }
}

/// An address that is known only after a server was started that needs it.
final class Address: Sendable {
  private let text = Mutex("")

  /// The address.
  var value: String {
    get { text.withLock { $0 } }
    set { text.withLock { $0 = newValue } }
  }
}
