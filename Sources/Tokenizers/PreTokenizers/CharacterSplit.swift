// SPDX-License-Identifier: Apache-2.0

/// Splits at single characters of a kind.
struct CharacterSplit: PreTokenizer {
  /// The kinds of separators.
  enum Kind: Sendable {
    case whitespace
    case punctuation
    case digit
    case character(UInt32)
  }

  private let behavior: SplitBehavior
  private let kind: Kind
  /// Whether each ASCII character separates.
  private let ascii: [Bool]
  private let properties = PropertyLookup.shared

  init(at kind: Kind, _ behavior: SplitBehavior) {
    self.kind = kind
    self.behavior = behavior
    let properties = properties
    ascii = (0..<128).map { Self.separates($0, kind, properties) }
  }

  func apply(to text: inout PreTokenizedText) {
    text.splitEach { base, split, splits, matches, _ in
      matches.removeAll(keepingCapacity: true)
      var position = split.start
      var start = position
      while position < split.end {
        let byte = base[position]
        let separates: Bool
        let next: Int
        if byte < 0x80 {
          next = position + 1
          separates = ascii[Int(byte)]
        } else {
          let (scalar, following) = base.scalar(at: position)
          next = following
          separates = Self.separates(scalar, kind, properties)
        }
        if separates {
          if start < position {
            matches.append(SplitBehavior.Match(start: start, end: position, isMatch: false))
          }
          matches.append(SplitBehavior.Match(start: position, end: next, isMatch: true))
          start = next
        }
        position = next
      }
      if start < position {
        matches.append(SplitBehavior.Match(start: start, end: position, isMatch: false))
      }
      behavior.append(matches, of: split, to: &splits)
    }
  }

  @inline(__always)
  private static func separates(
    _ scalar: UInt32, _ kind: Kind, _ properties: PropertyLookup
  ) -> Bool {
    switch kind {
    case .whitespace: properties[scalar].isWhitespace
    case .punctuation: properties[scalar].isPunctuation
    case .digit: properties[scalar].isNumeric
    case .character(let wanted): scalar == wanted
    }
  }
}
