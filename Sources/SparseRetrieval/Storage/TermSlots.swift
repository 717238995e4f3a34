// SPDX-License-Identifier: Apache-2.0

/// The hash table of a field's dictionary: row of the term + 1, 0 where empty, linear probing.
enum TermSlots {
  /// A table for all terms, given the ``hash(_:)`` of each; at most half full.
  static func build(_ hashes: [UInt32]) -> [UInt32] {
    var capacity = 16
    while capacity < hashes.count * 2 { capacity *= 2 }
    var slots = [UInt32](repeating: 0, count: capacity)
    for (row, hash) in hashes.enumerated() {
      var slot = Int(hash) & (capacity - 1)
      while slots[slot] != 0 { slot = (slot &+ 1) & (capacity - 1) }
      slots[slot] = UInt32(row + 1)
    }
    return slots
  }

  /// Where the search for a term starts.
  static func first(_ name: UnsafeRawBufferPointer, capacity: Int) -> Int {
    Int(hash(name)) & (capacity - 1)
  }

  /// As much of a term's hash as a table can use: it has at most 2³² slots.
  static func hash(_ name: UnsafeRawBufferPointer) -> UInt32 {
    guard let start = name.baseAddress else { return 0 }
    return UInt32(truncatingIfNeeded: ByteHash.hash(start, name.count))
  }
}
