// SPDX-License-Identifier: Apache-2.0

/// One character above U+007F in UTF-8 (Unicode 16, table 3-7: well-formed byte sequences).
package enum UTF8Sequence {
  /// The length of the well-formed sequence that starts `word`, or 0 when there is none.
  ///
  /// Overlong forms, surrogates, values above U+10FFFF and cut sequences are not well-formed.
  ///
  /// - Parameter word: The next four bytes, the first of them lowest and not ASCII.
  @inline(__always)
  static func length(_ word: UInt32) -> Int {
    if word & 0xC0_C0F0 == 0x80_80E0 {
      // After the lead E0 the next byte is A0 or above (overlong else), after ED below (surrogate).
      let bits = word & 0x200F
      return bits != 0 && bits != 0x200D ? 3 : 0
    }
    if word & 0xC0E0 == 0x80C0 {
      return word & 0x1E != 0 ? 2 : 0
    }
    guard word & 0xC0C0_C0F8 == 0x8080_80F0 else { return 0 }
    // After F0 the next byte is 90 or above, after F4 below, and F4 is the last lead.
    let lead = word & 0x7
    let isHigh = word & 0x3000 != 0
    return lead == 0 ? (isHigh ? 4 : 0) : lead < 4 || lead == 4 && !isHigh ? 4 : 0
  }

  /// The four bytes at `bytes`, zeros where fewer are available.
  @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>, available: Int) -> UInt32 {
    if available >= 4 {
      return UInt32(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self))
    }
    return (0..<available).reduce(0) { $0 | UInt32(bytes[$1]) << UInt32(8 * $1) }
  }

  /// The offset of the first byte that is not part of well-formed UTF-8, or nil when all is well.
  package static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return nil }
    var offset = 0
    while offset < bytes.count {
      while offset + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        offset += 8
      }
      guard offset < bytes.count else { break }
      if bytes[offset] < 0x80 {
        offset += 1
      } else {
        let length = length(word(base + offset, available: bytes.count - offset))
        guard length > 0 else { return offset }
        offset += length
      }
    }
    return nil
  }

  /// Writes the UTF-8 form of `scalar` and returns its length; up to 4 bytes of room are needed.
  @inline(__always)
  static func encode(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 {
      0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F)
    }
    switch scalar {
    case ..<0x80:
      target[0] = UInt8(truncatingIfNeeded: scalar)
      return 1
    case ..<0x800:
      target[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
      target[1] = continuation(0)
      return 2
    case ..<0x1_0000:
      target[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
      target[1] = continuation(6)
      target[2] = continuation(0)
      return 3
    default:
      target[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
      target[1] = continuation(12)
      target[2] = continuation(6)
      target[3] = continuation(0)
      return 4
    }
  }
}
