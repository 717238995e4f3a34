// SPDX-License-Identifier: Apache-2.0

/// Escapes in the strings of a ``JSONTree``.
enum JSONEscape {
  /// Steps over the escape at `position`, which is a backslash.
  static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int
  ) throws(JSONFault) {
    guard let (_, length) = decode(bytes, at: position) else {
      let isUnicode = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "u")
      let isLone = isUnicode && unit(bytes, at: position) != nil
      throw JSONFault(offset: position, reason: isLone ? .loneSurrogate : .invalidEscape)
    }
    position += length
  }

  /// The code point of the escape at `position` and its length; nil when there is none.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> (scalar: UInt32, length: Int)? {
    guard position + 1 < bytes.count else { return nil }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return (UInt32(bytes[position + 1]), 2)
    case UInt8(ascii: "b"): return (0x08, 2)
    case UInt8(ascii: "f"): return (0x0C, 2)
    case UInt8(ascii: "n"): return (0x0A, 2)
    case UInt8(ascii: "r"): return (0x0D, 2)
    case UInt8(ascii: "t"): return (0x09, 2)
    case UInt8(ascii: "u"):
      guard let first = unit(bytes, at: position) else { return nil }
      guard first & 0xF800 == 0xD800 else { return (first, 6) }
      guard first < 0xDC00, position + 7 < bytes.count,
        bytes[position + 6] == UInt8(ascii: "\\"), bytes[position + 7] == UInt8(ascii: "u"),
        let second = unit(bytes, at: position + 6), second & 0xFC00 == 0xDC00
      else { return nil }
      return (0x1_0000 + (first & 0x3FF) << 10 + (second & 0x3FF), 12)
    default: return nil
    }
  }

  /// The four hexadecimal digits after `\u` at `position`.
  private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32? {
    guard position + 6 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[position + 2..<position + 6] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
      default: return nil
      }
    }
    return value
  }
}
