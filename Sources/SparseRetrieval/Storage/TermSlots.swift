// SPDX-License-Identifier: Apache-2.0

/// The hash table of a field's dictionary: row of the term + 1, 0 where empty, linear probing.
enum TermSlots {
  /// A table for all terms, at most half full.
  static func build(_ terms: EncodedTerms) -> [UInt32] {
    var capacity = 16
    while capacity < terms.records.count * 2 { capacity *= 2 }
    var slots = [UInt32](repeating: 0, count: capacity)
    terms.names.withUnsafeBytes { names in
      for (row, record) in terms.records.enumerated() {
        let next = row + 1
        let end = next < terms.records.count ? Int(terms.records[next].name) : names.count
        let name = UnsafeRawBufferPointer(rebasing: names[Int(record.name)..<end])
        var slot = first(name, capacity: capacity)
        while slots[slot] != 0 { slot = (slot &+ 1) & (capacity - 1) }
        slots[slot] = UInt32(next)
      }
    }
    return slots
  }

  /// Where the search for a term starts.
  static func first(_ name: UnsafeRawBufferPointer, capacity: Int) -> Int {
    guard let start = name.baseAddress else { return 0 }
    return Int(truncatingIfNeeded: ByteHash.hash(start, name.count)) & (capacity - 1)
  }
}
