// SPDX-License-Identifier: Apache-2.0

/// Reads the hexadecimal numbers and signs of a generated table.
package struct TableText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// A reader at the first byte of `text`.
  package init(_ text: StaticString) {
    bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// Skips white space; nil at the end, else the byte that follows.
  package mutating func peek() -> UInt8? {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  /// Takes `sign` if it comes next.
  package mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == sign.value else { return false }
    position += 1
    return true
  }

  /// Takes the byte that comes next.
  package mutating func byte() -> UInt8 {
    precondition(position < bytes.count, "a generated table ends too early")
    position += 1
    return bytes[position - 1]
  }

  /// Takes the hexadecimal number that comes next.
  package mutating func hexadecimal() -> UInt32 {
    var number: UInt32 = 0
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case 0x30...0x39: number = number << 4 | UInt32(bytes[position] - 0x30)
      case 0x41...0x46: number = number << 4 | UInt32(bytes[position] - 0x37)
      default:
        precondition(position > start, "a generated table holds something else than numbers")
        return number
      }
      position += 1
    }
    return number
  }

  /// Takes `number` or `first..last`.
  package mutating func range() -> ClosedRange<UInt32> {
    let first = hexadecimal()
    guard take(".") else { return first...first }
    precondition(take("."), "a range of a generated table is written `first..last`")
    return first...hexadecimal()
  }
}
