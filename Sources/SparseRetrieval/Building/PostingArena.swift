// SPDX-License-Identifier: Apache-2.0

/// Memory that only grows, addressed in units of eight bytes.
///
/// One region; a quarter more than was used is the most that stands empty after growing.
struct PostingArena: ~Copyable {
  private(set) var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var used = 0

  init() {
    capacity = 1 << 16
    base = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit { base.deallocate() }

  /// The address, in units, of `units` fresh units.
  mutating func allocate(units: Int) -> UInt32 {
    let start = used
    used += units * 8
    if used > capacity { grow() }
    precondition(start >> 3 <= Int(UInt32.max), "a partial index holds at most 32 GiB")
    return UInt32(truncatingIfNeeded: start >> 3)
  }

  /// The memory at an address.
  @inline(__always)
  func pointer(_ unit: UInt32) -> UnsafeMutableRawPointer { base + Int(unit) &* 8 }

  private mutating func grow() {
    let larger = max(used, capacity + capacity / 2)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
    moved.copyMemory(from: base, byteCount: capacity)
    base.deallocate()
    base = moved
    capacity = larger
  }
}
