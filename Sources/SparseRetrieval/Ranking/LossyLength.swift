// SPDX-License-Identifier: Apache-2.0

/// Document lengths in one byte, as Lucene stores them (`SmallFloat.intToByte4`).
///
/// Lengths below 24 are exact; longer ones keep their four leading bits, so that all lengths from
/// 40 to 41, from 56 to 59 … count as the shortest of them.
enum LossyLength {
  private static let exact: UInt32 = 24

  /// The byte of a length.
  static func encode(_ length: UInt32) -> UInt8 {
    guard length >= exact else { return UInt8(truncatingIfNeeded: length) }
    let rest = min(length, UInt32(Int32.max)) - exact
    let bits = UInt32.bitWidth - rest.leadingZeroBitCount
    guard bits >= 4 else { return UInt8(truncatingIfNeeded: exact + rest) }
    let shift = UInt32(bits - 4)
    let code = ((rest >> shift) & 7) | ((shift + 1) << 3)
    return UInt8(truncatingIfNeeded: exact + code)
  }

  /// The length that a byte stands for: the shortest of those that give it.
  static func decode(_ byte: UInt8) -> UInt32 {
    let code = UInt32(byte)
    guard code >= exact else { return code }
    let rest = code - exact
    let bits = rest & 7
    guard rest >> 3 > 0 else { return exact + bits }
    return exact + ((bits | 8) << ((rest >> 3) - 1))
  }
}
