// SPDX-License-Identifier: Apache-2.0

/// A hash table from identifiers to small numbers, emptied and filled again for every query.
///
/// Open addressing with linear probing over 64-bit slots: the upper half of the hash, and the
/// number plus one. At most half of the slots are used. The table does not know the identifiers;
/// whoever asks compares them.
package struct IdentifierIndex: ~Copyable {
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int

  /// An empty table.
  package init() {
    slots = .allocate(capacity: 4096)
    slots.initialize(repeating: 0, count: 4096)
    mask = 4095
  }

  deinit {
    slots.deallocate()
  }

  /// Empties the table and makes room for `count` identifiers.
  package mutating func reset(count: Int) {
    precondition(count < 1 << 31, "an index holds less than 2^31 identifiers")
    if count * 2 > mask {
      var capacity = mask + 1
      while count * 2 >= capacity { capacity *= 2 }
      slots.deallocate()
      slots = .allocate(capacity: capacity)
      mask = capacity - 1
    }
    slots.initialize(repeating: 0, count: mask + 1)
  }

  /// The number of an identifier equal to this one, or nil after entering `number` for it.
  @inline(__always)
  package mutating func enter(
    hash: UInt64, number: Int, isEqual: (_ number: Int) -> Bool
  ) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & mask
    let tag = hash & 0xFFFF_FFFF_0000_0000
    while true {
      let found = slots[slot]
      if found == 0 {
        slots[slot] = tag | UInt64(truncatingIfNeeded: number &+ 1)
        return nil
      }
      if found & 0xFFFF_FFFF_0000_0000 == tag {
        let known = Int(found & 0xFFFF_FFFF) - 1
        if isEqual(known) { return known }
      }
      slot = (slot + 1) & mask
    }
  }
}
