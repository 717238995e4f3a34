// SPDX-License-Identifier: Apache-2.0

/// A code point read from UTF-8 and the number of its bytes.
struct DecodedScalar {
  /// The code point; U+FFFD for a byte that begins none.
  var value: UInt32
  /// Bytes taken: 1 to 4.
  var length: Int

  /// The number of UTF-16 code units it takes, the unit in which Lucene measures length.
  var utf16Length: Int { value > 0xFFFF ? 2 : 1 }

  /// Decodes the code point that begins at `position`, which lies before `end`.
  ///
  /// Ill-formed input (stray, missing or overlong bytes, surrogates, above U+10FFFF) gives U+FFFD
  /// for one byte, so that every byte is visited and nothing is read past `end`.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, at position: Int, end: Int) {
    let lead = bytes[position]
    self.init(value: UInt32(lead), length: 1)
    guard lead >= 0x80 else { return }
    value = 0xFFFD
    let room = end - position
    func tail(_ distance: Int) -> UInt32? {
      guard distance < room else { return nil }
      let byte = bytes[position + distance]
      return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
    }
    switch lead {
    case 0xC2...0xDF:
      guard let second = tail(1) else { return }
      self.init(value: UInt32(lead & 0x1F) << 6 | second, length: 2)
    case 0xE0...0xEF:
      guard let second = tail(1), let third = tail(2) else { return }
      let scalar = UInt32(lead & 0x0F) << 12 | second << 6 | third
      guard scalar >= 0x800, scalar & 0xF800 != 0xD800 else { return }
      self.init(value: scalar, length: 3)
    case 0xF0...0xF4:
      guard let second = tail(1), let third = tail(2), let fourth = tail(3) else { return }
      let scalar = UInt32(lead & 0x07) << 18 | second << 12 | third << 6 | fourth
      guard scalar >= 0x1_0000, scalar <= 0x10_FFFF else { return }
      self.init(value: scalar, length: 4)
    default: return
    }
  }

  private init(value: UInt32, length: Int) {
    self.value = value
    self.length = length
  }
}

extension [UInt8] {
  /// Appends the UTF-8 of `scalar`, which is below U+110000 and no surrogate.
  @inline(__always)
  mutating func append(utf8 scalar: UInt32) {
    switch scalar {
    case 0..<0x80:
      append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
      append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    case 0x800..<0x1_0000:
      append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
      append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
      append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    default:
      append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
      append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
      append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
      append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
    }
  }
}
