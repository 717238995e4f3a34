// SPDX-License-Identifier: Apache-2.0

/// A value for every code point, in two stages: blocks of 128, most of them shared.
package struct CodePointTable<Value: Sendable & Hashable>: Sendable {
  /// Which block holds code points 128·i ..< 128·(i + 1).
  @usableFromInline
  internal private(set) var blocks: [UInt16]
  @usableFromInline
  internal private(set) var values: [Value]
  /// Blocks whose values are all alike, by that value.
  private var uniform: [Value: UInt16]

  /// A table that holds `value` everywhere.
  package init(_ value: Value) {
    blocks = Array(repeating: 0, count: 0x11_0000 >> 7)
    values = Array(repeating: value, count: 128)
    uniform = [value: 0]
  }

  /// The value of `scalar`, which is below U+110000.
  @inlinable
  package subscript(scalar: UInt32) -> Value {
    values[Int(blocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)]
  }

  /// Gives every `stride`-th code point of `range` the value `value`.
  package mutating func set(_ range: ClosedRange<UInt32>, stride: UInt32 = 1, to value: Value) {
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
  package var stages: (blocks: [UInt16], values: [Value]) { (blocks, values) }

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
