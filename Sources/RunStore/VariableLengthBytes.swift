// SPDX-License-Identifier: Apache-2.0

/// Appends numbers and byte strings to a buffer; small numbers take few bytes (LEB128).
struct VariableLengthWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving count: Int = 0) {
    bytes.reserveCapacity(count)
  }

  mutating func append(_ number: Int) {
    precondition(number >= 0, "only counts and row numbers are written")
    append(UInt64(number))
  }

  @inline(__always)
  mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(byte: UInt8) {
    bytes.append(byte)
  }

  mutating func append(raw: some Sequence<UInt8>) {
    bytes.append(contentsOf: raw)
  }
}

/// Reads what ``VariableLengthWriter`` wrote and never beyond the end.
struct VariableLengthReader {
  /// The bytes ended early or are not of the format.
  struct Damage: Error, CustomStringConvertible {
    var description: String
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  @inline(__always)
  mutating func number() throws(Damage) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw Damage(description: "a number that ends early or is too large at byte \(position)")
  }

  /// A count of things that take at least `size` bytes each, hence never more than fit.
  mutating func count(ofBytes size: Int = 1) throws(Damage) -> Int {
    let value = try number()
    guard value <= UInt64(remaining / max(1, size)) else {
      throw Damage(description: "a count of \(value) with \(remaining) bytes left")
    }
    return Int(value)
  }

  mutating func byte() throws(Damage) -> UInt8 {
    let slice = try raw(1)
    return slice[0]
  }

  mutating func raw(_ count: Int) throws(Damage) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else {
      throw Damage(description: "\(count) bytes expected, \(remaining) left")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }
}
