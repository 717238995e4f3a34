// SPDX-License-Identifier: Apache-2.0

/// A fast hash of short byte strings, for tables in memory.
enum ByteHash {
  @inline(__always)
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// The hash of `bytes`.
  @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(base)
    let count = bytes.count
    var state = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var position = 0
    while position + 8 <= count {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      state = mix(state ^ word, 0xA076_1D64_78BD_642F)
      position += 8
    }
    var rest: UInt64 = 0
    if count - position >= 4 {
      rest = UInt64(raw.loadUnaligned(fromByteOffset: position, as: UInt32.self)) << 32
      position += 4
    }
    while position < count {
      rest = rest << 8 | UInt64(base[position])
      position += 1
    }
    return mix(state ^ rest, 0xE703_7ED1_A0B4_28DB)
  }
}
