// SPDX-License-Identifier: Apache-2.0

/// A 64-bit checksum over bytes, against damage and not against malice.
///
/// Eight independent lanes, so that it runs at the speed of memory.
enum Checksum {
  private static let prime: UInt64 = 0x9E37_79B1_85EB_CA87

  /// The checksum of all bytes.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var lanes = SIMD8<UInt64>(1, 2, 3, 4, 5, 6, 7, 8) &* prime
    var offset = 0
    if let base = bytes.baseAddress {
      while bytes.count &- offset >= 64 {
        let words = base.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self)
        lanes = (lanes ^ words) &* prime
        lanes ^= lanes &>> 29
        offset &+= 64
      }
    }
    var sum = UInt64(bytes.count)
    for lane in 0..<8 { sum = mix(sum, lanes[lane]) }
    for byte in bytes[offset...] { sum = mix(sum, UInt64(byte)) }
    return sum
  }

  private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (sum ^ word) &* prime
    return mixed ^ (mixed >> 32)
  }
}
