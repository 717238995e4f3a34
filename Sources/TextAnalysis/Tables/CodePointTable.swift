// SPDX-License-Identifier: Apache-2.0

/// A value for every code point, in two stages: blocks of 128, most of them shared.
struct CodePointTable<Value: Sendable & Hashable>: Sendable {
  /// Which block holds code points 128·i ..< 128·(i + 1).
  private var blocks: [UInt16]
  private var values: [Value]
  /// Blocks whose values are all alike, by that value.
  private var uniform: [Value: UInt16]

  /// A table that holds `value` everywhere.
  init(_ value: Value) {
    blocks = Array(repeating: 0, count: 0x11_0000 >> 7)
    values = Array(repeating: value, count: 128)
    uniform = [value: 0]
  }

  /// The value of `scalar`, which is below U+110000.
  subscript(scalar: UInt32) -> Value {
    values[Int(blocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)]
  }

  /// Gives every `stride`-th code point of `range` the value `value`.
  mutating func set(_ range: ClosedRange<UInt32>, stride: UInt32 = 1, to value: Value) {
    var scalar = range.lowerBound
    while scalar <= range.upperBound {
      if stride == 1, scalar & 127 == 0, scalar + 127 <= range.upperBound {
        blocks[Int(scalar >> 7)] = uniformBlock(of: value)
        scalar += 128
      } else {
        values[Int(ownBlock(at: scalar)) << 7 | Int(scalar & 127)] = value
        scalar += stride
      }
    }
  }

  /// The tables as flat arrays: `values[blocks[scalar >> 7] << 7 | scalar & 127]`.
  var stages: (blocks: [UInt16], values: [Value]) { (blocks, values) }

  private mutating func uniformBlock(of value: Value) -> UInt16 {
    if let block = uniform[value] { return block }
    let block = UInt16(values.count >> 7)
    values.append(contentsOf: repeatElement(value, count: 128))
    uniform[value] = block
    return block
  }

  /// The block of `scalar`, after a copy if other code points share it.
  private mutating func ownBlock(at scalar: UInt32) -> UInt16 {
    let block = blocks[Int(scalar >> 7)]
    guard uniform[values[Int(block) << 7]] == block else { return block }
    let copy = UInt16(values.count >> 7)
    values.append(contentsOf: values[Int(block) << 7..<Int(block + 1) << 7])
    blocks[Int(scalar >> 7)] = copy
    return copy
  }
}

/// Reads the hexadecimal numbers and signs of a generated table.
struct TableText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// A reader at the first byte of `text`.
  init(_ text: StaticString) {
    bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// Skips white space; nil at the end, else the byte that follows.
  mutating func peek() -> UInt8? {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  /// Takes `sign` if it comes next.
  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == sign.value else { return false }
    position += 1
    return true
  }

  /// Takes the byte that comes next.
  mutating func byte() -> UInt8 {
    precondition(position < bytes.count, "a generated table ends too early")
    position += 1
    return bytes[position - 1]
  }

  /// Takes the hexadecimal number that comes next.
  mutating func hexadecimal() -> UInt32 {
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
  mutating func range() -> ClosedRange<UInt32> {
    let first = hexadecimal()
    guard take(".") else { return first...first }
    precondition(take("."), "a range of a generated table is written `first..last`")
    return first...hexadecimal()
  }
}
