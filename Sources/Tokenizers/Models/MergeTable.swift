// SPDX-License-Identifier: Apache-2.0

/// The merges of byte-pair encoding: which pairs of tokens become which, and in what order.
struct MergeTable: Sendable {
  private struct Slot {
    var pair: UInt64 = .max
    var rank: UInt32 = 0
    var id: UInt32 = 0
  }

  private var slots: [Slot]

  /// An empty table for up to `capacity` merges.
  init(capacity: Int) {
    var length = 16
    while length < capacity * 2 { length *= 2 }
    slots = Array(repeating: Slot(), count: length)
  }

  /// Says that `left` and `right` become `id`; the last word on a pair counts.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: UInt32, id: UInt32) {
    let pair = UInt64(left) << 32 | UInt64(right)
    slots[slot(pair)] = Slot(pair: pair, rank: rank, id: id)
  }

  /// What `left` and `right` become, if anything.
  @inline(__always)
  func find(_ left: UInt32, _ right: UInt32) -> (rank: UInt32, id: UInt32)? {
    let pair = UInt64(left) << 32 | UInt64(right)
    let slot = slots[slot(pair)]
    return slot.pair == pair ? (slot.rank, slot.id) : nil
  }

  @inline(__always)
  private func slot(_ pair: UInt64) -> Int {
    let mask = slots.count - 1
    var slot =
      Int(truncatingIfNeeded: ByteHash.mix(pair ^ 0x9E37_79B9_7F4A_7C15, 0xA076_1D64_78BD_642F))
      & mask
    while slots[slot].pair != pair && slots[slot].pair != .max { slot = (slot + 1) & mask }
    return slot
  }
}
