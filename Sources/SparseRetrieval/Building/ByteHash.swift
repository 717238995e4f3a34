// SPDX-License-Identifier: Apache-2.0

/// Hashing of short byte strings, the same in every process: index files depend on it.
enum ByteHash {
  private static let first: UInt64 = 0xA076_1D64_78BD_642F
  private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB

  /// The hash of `count` bytes.
  static func hash(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
    guard count > 15 else {
      let (low, high) = words(bytes, count)
      return hash(low, high)
    }
    var state = UInt64(count)
    var offset = 0
    while count &- offset > 16 {
      state = mix(
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ state,
        bytes.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self) ^ second)
      offset &+= 16
    }
    return mix(
      bytes.loadUnaligned(fromByteOffset: count &- 16, as: UInt64.self) ^ state,
      bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self) ^ second)
  }

  /// The hash of a string that ``words(_:_:)`` holds.
  @inline(__always)
  static func hash(_ low: UInt64, _ high: UInt64) -> UInt64 { mix(low ^ first, high ^ second) }

  /// A string of at most 15 bytes in two words, its length in the top byte: equal words are equal
  /// strings, and the second word is 0 only for the empty string.
  @inline(__always)
  static func words(_ bytes: UnsafeRawPointer, _ count: Int) -> (low: UInt64, high: UInt64) {
    let length = UInt64(truncatingIfNeeded: count) << 56
    if count >= 8 {
      let end = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).littleEndian
      let high = count == 8 ? 0 : end &>> UInt64(8 &* (16 &- count))
      return (bytes.loadUnaligned(as: UInt64.self).littleEndian, high | length)
    }
    if count >= 4 {
      let start = UInt64(bytes.loadUnaligned(as: UInt32.self).littleEndian)
      let end = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self).littleEndian
      return (start | UInt64(end) &<< UInt64(8 &* (count &- 4)), length)
    }
    var low: UInt64 = 0
    for index in 0..<count {
      low |= UInt64(bytes.load(fromByteOffset: index, as: UInt8.self)) &<< UInt64(8 &* index)
    }
    return (low, length)
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
