// SPDX-License-Identifier: Apache-2.0

/// One character above U+007F in UTF-8 (Unicode 16, table 3-7: well-formed byte sequences).
enum UTF8Sequence {
  /// The length of the well-formed sequence at `bytes`, or 0 when there is none.
  ///
  /// Overlong forms, surrogates, values above U+10FFFF and cut sequences are not well-formed.
  ///
  /// - Parameters:
  ///   - bytes: At least one byte, the first of them not ASCII.
  ///   - available: How many bytes may be read.
  @inline(__always)
  static func length(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
    let lead = bytes[0]
    switch lead {
    case 0xC2...0xDF:
      return available >= 2 && isContinuation(bytes[1]) ? 2 : 0
    case 0xE0...0xEF:
      guard available >= 3, isContinuation(bytes[1]), isContinuation(bytes[2]) else { return 0 }
      if lead == 0xE0 { return bytes[1] >= 0xA0 ? 3 : 0 }
      if lead == 0xED { return bytes[1] < 0xA0 ? 3 : 0 }
      return 3
    case 0xF0...0xF4:
      guard available >= 4, isContinuation(bytes[1]), isContinuation(bytes[2]),
        isContinuation(bytes[3])
      else { return 0 }
      if lead == 0xF0 { return bytes[1] >= 0x90 ? 4 : 0 }
      if lead == 0xF4 { return bytes[1] < 0x90 ? 4 : 0 }
      return 4
    default:
      return 0
    }
  }

  /// The offset of the first byte that is not part of well-formed UTF-8, or nil when all is well.
  static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
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
        let length = length(base + offset, available: bytes.count - offset)
        guard length > 0 else { return offset }
        offset += length
      }
    }
    return nil
  }

  /// Writes the UTF-8 form of `scalar` and returns its length; up to 4 bytes of room are needed.
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

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
