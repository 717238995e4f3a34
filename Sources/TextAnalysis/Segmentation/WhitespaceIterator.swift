// SPDX-License-Identifier: Apache-2.0

/// The stretches of a text between white space.
///
/// White space is what Lucene's WhitespaceTokenizer takes for it: Unicode's space, line and
/// paragraph separators without the no-break spaces (U+00A0, U+2007, U+202F), and U+0009–U+000D,
/// U+001C–U+001F. Stretches over 255 UTF-16 code units are cut, a pair of surrogates never.
struct WhitespaceIterator {
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  private var position = 0

  /// The stretches of the `count` bytes at `bytes`, which outlive the iterator.
  init(_ bytes: UnsafePointer<UInt8>, count: Int) {
    self.bytes = bytes
    end = count
  }

  /// The next stretch, or nil after the last.
  mutating func next() -> Range<Int>? {
    while position < end {
      let scalar = DecodedScalar(bytes, at: position, end: end)
      guard Self.isWhitespace(scalar.value) else { break }
      position += scalar.length
    }
    let start = position
    var length = 0
    while position < end, length < WordBreakAutomaton.maximumLength {
      let scalar = DecodedScalar(bytes, at: position, end: end)
      if Self.isWhitespace(scalar.value) { break }
      position += scalar.length
      length += scalar.utf16Length
    }
    return start < position ? start..<position : nil
  }

  @inline(__always)
  private static func isWhitespace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x09...0x0D, 0x1C...0x1F: true
    case ..<0x1680: false
    case 0x1680, 0x2000...0x2006, 0x2008...0x200A, 0x2028, 0x2029, 0x205F, 0x3000: true
    default: false
    }
  }
}
