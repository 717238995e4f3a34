// SPDX-License-Identifier: Apache-2.0

/// What became of surface tokens that were seen before, so that each is analysed only once.
///
/// Strings of at most 15 bytes are compared inside the slot; longer ones are rare enough for a
/// table of their own.
struct SurfaceCache {
  /// Stands for a token that the analyzer drops, a stop word.
  static let dropped = UInt32.max

  private struct Slot {
    var low: UInt64 = 0
    /// 0 when the slot is empty.
    var high: UInt64 = 0
    var term: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 1 << 12)
  private var used = 0
  private var long = ByteTable()
  private var longTerms: [UInt32] = []

  /// The term of a surface token; `resolve` is asked when the token is new.
  @inline(__always)
  mutating func term(
    _ surface: UnsafeRawBufferPointer, resolve: (UnsafeRawBufferPointer) -> UInt32
  ) -> UInt32 {
    guard let start = surface.baseAddress, !surface.isEmpty else { return Self.dropped }
    guard surface.count <= 15 else { return longTerm(surface, resolve: resolve) }
    let (low, high) = ByteHash.words(start, surface.count)
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: ByteHash.hash(low, high)) & mask
    let found: UInt32? = slots.withUnsafeBufferPointer { slots in
      while slots[slot].high != 0 {
        if slots[slot].low == low, slots[slot].high == high { return slots[slot].term }
        slot = (slot &+ 1) & mask
      }
      return nil
    }
    if let found { return found }
    let term = resolve(surface)
    slots[slot] = Slot(low: low, high: high, term: term)
    used += 1
    if used * 2 > slots.count { grow() }
    return term
  }

  @inline(never)
  private mutating func longTerm(
    _ surface: UnsafeRawBufferPointer, resolve: (UnsafeRawBufferPointer) -> UInt32
  ) -> UInt32 {
    let (number, isNew) = long.insert(surface)
    if isNew { longTerms.append(resolve(surface)) }
    return longTerms[number]
  }

  private mutating func grow() {
    var larger = [Slot](repeating: Slot(), count: slots.count * 2)
    let mask = larger.count - 1
    for old in slots where old.high != 0 {
      var slot = Int(truncatingIfNeeded: ByteHash.hash(old.low, old.high)) & mask
      while larger[slot].high != 0 { slot = (slot &+ 1) & mask }
      larger[slot] = old
    }
    slots = larger
  }
}
