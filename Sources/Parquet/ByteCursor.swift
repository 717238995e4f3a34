// SPDX-License-Identifier: Apache-2.0

/// A position in bytes that cannot leave them.
struct ByteCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  /// The next byte.
  mutating func byte() throws(ParquetFault) -> UInt8 {
    guard position < bytes.count else { throw .damaged("found the end, expected a byte") }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next `count` bytes, still in place.
  mutating func take(_ count: Int) throws(ParquetFault) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else {
      throw .damaged("found \(remaining) bytes, expected \(count)")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// A little-endian number of fixed width.
  mutating func fixed<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(ParquetFault) -> Number {
    let number = try take(MemoryLayout<Number>.size).loadUnaligned(as: type)
    return Number(littleEndian: number)
  }

  /// A number of 7-bit groups, least significant first (ULEB128).
  mutating func varint() throws(ParquetFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let next = try byte()
      let group = UInt64(next & 0x7F)
      guard shift < 63 || group <= 1 else { break }
      value |= group << UInt64(shift)
      if next < 0x80 { return value }
    }
    throw .damaged("found a number of more than 64 bits")
  }

  /// A signed number, sign in the lowest bit.
  mutating func zigzag() throws(ParquetFault) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A length or count: not negative, at most `limit`.
  mutating func length(_ what: String, limit: Int) throws(ParquetFault) -> Int {
    let value = try varint()
    guard let length = Int(exactly: value), length <= limit else {
      throw .damaged("found \(what) \(value), expected at most \(limit)")
    }
    return length
  }
}

extension UnsafeRawBufferPointer {
  /// The `width` (0…64) bits from bit `start` on, least significant first; bits past the end
  /// read as 0.
  func bits(from start: Int, width: Int) -> UInt64 {
    guard width > 0 else { return 0 }
    let first = start >> 3
    let shift = UInt64(start & 7)
    var value: UInt64 = 0
    if first + 8 <= count {
      value = UInt64(littleEndian: loadUnaligned(fromByteOffset: first, as: UInt64.self))
    } else {
      for index in first..<Swift.max(first, count) {
        value |= UInt64(self[index]) << UInt64((index - first) * 8)
      }
    }
    value >>= shift
    if Int(shift) + width > 64, first + 8 < count {
      value |= UInt64(self[first + 8]) << (64 - shift)
    }
    return width == 64 ? value : value & (1 << UInt64(width) - 1)
  }
}
