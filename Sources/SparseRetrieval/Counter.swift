// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A number that several threads add to.
final class Counter: Sendable {
  private let value = Atomic(0)

  /// Adds `amount` and returns what was there before.
  func add(_ amount: Int) -> Int {
    value.wrappingAdd(amount, ordering: .relaxed).oldValue
  }
}
