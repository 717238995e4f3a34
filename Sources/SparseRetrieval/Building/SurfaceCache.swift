// SPDX-License-Identifier: Apache-2.0

/// What became of surface tokens that were seen before, so that each is analysed only once.
///
/// Strings of at most 15 bytes are compared inside the slot; longer ones are rare enough for a
/// table of their own.
struct SurfaceCache: ~Copyable {
  /// Stands for a token that the analyzer drops, a stop word.
  static let dropped = UInt32.max
  /// The longest token that ``find(_:_:)`` knows.
  static let longestShort = 15

  private struct Slot {
    var low: UInt64 = 0
    /// 0 when the slot is empty.
    var high: UInt64 = 0
    var term: UInt32 = 0
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var mask = (1 << 12) - 1
  private var used = 0
  private var long = ByteTable()
  private var longTerms: [UInt32] = []

  /// The number of tokens.
  var count: Int { used + longTerms.count }

  init() {
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Slot(), count: mask + 1)
  }

  deinit { slots.deallocate() }

  /// Bytes of memory in use.
  var byteCount: Int {
    (mask + 1) * MemoryLayout<Slot>.stride + long.byteCount
      + longTerms.count * MemoryLayout<UInt32>.stride
  }

  /// The term of a token of 1 to 15 bytes, or nil when the token is new.
  @inline(__always)
  func find(_ start: UnsafeRawPointer, _ count: Int) -> UInt32? {
    let (low, high) = ByteHash.words(start, count)
    var slot = Int(truncatingIfNeeded: ByteHash.hash(low, high)) & mask
    while slots[slot].high != 0 {
      if slots[slot].low == low, slots[slot].high == high { return slots[slot].term }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// The term of a token; `resolve` is asked when the token is new.
  mutating func term(
    _ surface: UnsafeRawBufferPointer, resolve: (UnsafeRawBufferPointer) -> UInt32
  ) -> UInt32 {
    guard let start = surface.baseAddress, !surface.isEmpty else { return Self.dropped }
    guard surface.count <= Self.longestShort else { return longTerm(surface, resolve: resolve) }
    if let found = find(start, surface.count) { return found }
    let term = resolve(surface)
    let (low, high) = ByteHash.words(start, surface.count)
    insert(Slot(low: low, high: high, term: term))
    used += 1
    if used * 2 > mask { grow() }
    return term
  }

  private mutating func longTerm(
    _ surface: UnsafeRawBufferPointer, resolve: (UnsafeRawBufferPointer) -> UInt32
  ) -> UInt32 {
    let (number, isNew) = long.insert(surface)
    if isNew { longTerms.append(resolve(surface)) }
    return longTerms[number]
  }

  private func insert(_ new: Slot) {
    var slot = Int(truncatingIfNeeded: ByteHash.hash(new.low, new.high)) & mask
    while slots[slot].high != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = new
  }

  private mutating func grow() {
    let old = UnsafeMutableBufferPointer(start: slots, count: mask + 1)
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Slot(), count: mask + 1)
    for slot in old where slot.high != 0 { insert(slot) }
    old.deallocate()
  }
}
