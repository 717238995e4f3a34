// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory that only grows, addressed in units of eight bytes.
///
/// One region; large ones grow by moving their pages to other addresses, without a copy.
struct PostingArena: ~Copyable {
  private(set) var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var used = 0

  init() {
    capacity = 1 << 16
    base = Self.resize(nil, capacity)
  }

  deinit { free(base) }

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
    capacity = max(used, capacity + capacity / 2)
    base = Self.resize(base, capacity)
  }

  private static func resize(
    _ memory: UnsafeMutableRawPointer?, _ size: Int
  ) -> UnsafeMutableRawPointer {
    // Without memory for what is being read nothing here could go on; Swift's own arrays end the process
    // then as well.
    guard let resized = realloc(memory, size) else { fatalError("out of memory: \(size) bytes") }
    return resized
  }
}
