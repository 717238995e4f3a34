// SPDX-License-Identifier: Apache-2.0

/// Numbers of seven bits a byte, low bits first, the top bit set on all bytes but the last.
enum VariableLength {
  /// Appends a number.
  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Writes a number and moves the cursor behind it.
  @inline(__always)
  static func write(_ number: UInt64, _ cursor: inout UnsafeMutablePointer<UInt8>) {
    var rest = number
    while rest >= 0x80 {
      cursor.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      cursor += 1
    }
    cursor.pointee = UInt8(truncatingIfNeeded: rest)
    cursor += 1
  }

  /// Reads a number and moves the cursor behind it.
  @inline(__always)
  static func read(_ cursor: inout UnsafePointer<UInt8>) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while cursor.pointee >= 0x80 {
      number |= UInt64(cursor.pointee & 0x7F) << shift
      shift += 7
      cursor += 1
    }
    number |= UInt64(cursor.pointee) << shift
    cursor += 1
    return number
  }
}
