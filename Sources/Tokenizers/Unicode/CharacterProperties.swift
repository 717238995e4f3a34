// SPDX-License-Identifier: Apache-2.0

import CodePoints

/// What the tokenizers need to know of a code point; each bit follows the library that the Rust
/// implementation asks (see make.py).
struct CharacterProperties: Sendable, Hashable {
  var bits: UInt32

  /// The general category, by its place in ``GeneralCategory``.
  var category: UInt32 { bits & 31 }
  /// White space, for all libraries alike.
  var isWhitespace: Bool { bits & 1 << 5 != 0 }
  /// A word character of Oniguruma.
  var isPatternWord: Bool { bits & 1 << 6 != 0 }
  /// Numeric for Rust's standard library.
  var isNumeric: Bool { bits & 1 << 7 != 0 }
  /// A word character of the crate `regex`.
  var isWord: Bool { bits & 1 << 8 != 0 }
  /// Punctuation, as BERT sees it.
  var isPunctuation: Bool { bits & 1 << 9 != 0 }
  /// A non-spacing mark for the crate `unicode_categories`.
  var isNonspacingMark: Bool { bits & 1 << 10 != 0 }
  /// A character that BERT's cleaning drops: controls, formats, unassigned, NUL, U+FFFD.
  var isDropped: Bool { bits & 1 << 11 != 0 }
  /// A combining mark for the crate `unicode-normalization-alignments`.
  var isCombiningMark: Bool { bits & 1 << 12 != 0 }
  /// The class that decides where grapheme clusters end.
  var grapheme: UInt32 { bits >> 13 & 15 }
  /// The class that keeps Indic conjuncts whole.
  var conjunct: UInt32 { bits >> 17 & 3 }
}

/// The properties of every code point, in two stages.
struct PropertyLookup: Sendable {
  private let blocks: [UInt16]
  private let values: [UInt32]

  /// The one table.
  static let shared = PropertyLookup()

  private init() {
    var table = CodePointTable<UInt32>(0)
    var text = TableText(PropertyTable.properties)
    while text.peek() != nil {
      let range = text.range()
      precondition(text.take("+"), "a property table entry is written `range+bits`")
      table.set(range, to: text.hexadecimal())
    }
    (blocks, values) = table.stages
  }

  /// The properties of `scalar`, which is below U+110000.
  @inline(__always)
  subscript(scalar: UInt32) -> CharacterProperties {
    let block = Int(blocks[Int(scalar >> 7)])
    return CharacterProperties(bits: values[block << 7 | Int(scalar & 127)])
  }
}
