// SPDX-License-Identifier: Apache-2.0

import CodePoints

/// Lower case one code point at a time, as `Character.toLowerCase` of Java does it: no context
/// (a final Σ becomes σ), no expansion (İ becomes i), no locale. Unicode 12.1.
struct Lowercase: Sendable {
  /// The one instance, expanded from the generated table at first use.
  static let shared = Lowercase()

  private let deltas: CodePointTable<Int32>

  private init() {
    var table = CodePointTable<Int32>(0)
    var text = TableText(LowercaseTable.mappings)
    while text.peek() != nil {
      let range = text.range()
      let stride: UInt32 = text.take("/") ? text.hexadecimal() : 1
      let sign: Int32 = text.take("-") ? -1 : 1
      precondition(sign < 0 || text.take("+"), "a generated mapping has no sign")
      table.set(range, stride: stride, to: sign * Int32(text.hexadecimal()))
    }
    deltas = table
  }

  /// The lower case of `scalar`, or `scalar` itself.
  @inline(__always)
  func callAsFunction(_ scalar: UInt32) -> UInt32 {
    UInt32(bitPattern: Int32(bitPattern: scalar) &+ deltas[scalar])
  }

  /// Appends the lower case of `surface` to `term`.
  func append(_ surface: UnsafeBufferPointer<UInt8>, to term: inout [UInt8]) {
    guard let bytes = surface.baseAddress else { return }
    let start = term.count
    term.append(contentsOf: surface)
    let isASCII = term.withUnsafeMutableBufferPointer { term in
      guard let copy = term.baseAddress else { return true }
      return Self.ascii(bytes, count: surface.count, into: copy + start)
    }
    if isASCII { return }
    term.removeLast(surface.count)
    var position = 0
    while position < surface.count {
      let scalar = DecodedScalar(bytes, at: position, end: surface.count)
      term.append(utf8: self(scalar.value))
      position += scalar.length
    }
  }

  /// Writes the lower case of the `count` bytes at `source` to `target`, if they are all ASCII;
  /// if not, what is written there is of no use.
  @inline(__always)
  static func ascii(
    _ source: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    var seen: UInt8 = 0
    for place in 0..<count {
      let byte = source[place]
      seen |= byte
      target[place] = byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
    return seen < 0x80
  }
}
