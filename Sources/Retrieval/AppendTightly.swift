// SPDX-License-Identifier: Apache-2.0

extension Array {
  /// Appends an element; an array that is full grows by a quarter instead of doubling.
  ///
  /// For arrays that hold something of every document.
  @inlinable
  package mutating func appendTightly(_ element: Element) {
    if count == capacity { reserveCapacity(count + count / 4 + 16) }
    append(element)
  }
}
