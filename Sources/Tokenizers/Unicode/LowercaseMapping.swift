// SPDX-License-Identifier: Apache-2.0

import CodePoints

/// The lower case of single code points, as Rust's standard library has it: no context, so a final
/// sigma is a sigma like any other.
struct LowercaseMapping: Sendable {
  private let blocks: [UInt16]
  private let deltas: [Int32]
  private let several: [UInt32: [UInt32]]

  /// The one mapping.
  static let shared = LowercaseMapping()

  /// Marks code points that become several.
  private static let isSeveral = Int32.max

  private init() {
    var table = CodePointTable<Int32>(0)
    var several: [UInt32: [UInt32]] = [:]
    var text = TableText(LowercaseTable.mappings)
    while text.peek() != nil {
      let range = text.range()
      if text.take("=") {
        var mapped = [text.hexadecimal()]
        while text.take(",") { mapped.append(text.hexadecimal()) }
        several[range.lowerBound] = mapped
        table.set(range, to: Self.isSeveral)
        continue
      }
      let stride = text.take("/") ? text.hexadecimal() : 1
      let isUp = text.take("+")
      precondition(isUp || text.take("-"), "a mapping is written `range+delta` or `range-delta`")
      let delta = Int32(bitPattern: text.hexadecimal())
      table.set(range, stride: stride, to: isUp ? delta : -delta)
    }
    (blocks, deltas) = table.stages
    self.several = several
  }

  /// Appends the lower case of `scalar`.
  @inline(__always)
  func append(_ scalar: UInt32, to target: inout ByteBuffer) {
    let delta = deltas[Int(blocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)]
    if delta == Self.isSeveral {
      for mapped in several[scalar] ?? [scalar] { target.append(scalar: mapped) }
    } else {
      target.append(scalar: UInt32(bitPattern: Int32(bitPattern: scalar) &+ delta))
    }
  }
}
