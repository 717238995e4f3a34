// SPDX-License-Identifier: Apache-2.0

/// Splits into stretches of characters of one class and single characters; drops white space.
struct WordSplit: PreTokenizer {
  /// What a character is part of.
  private enum Class: UInt8 {
    case space, word, other, single
  }

  private let ascii: [Class]
  private let isBert: Bool
  private let properties = PropertyLookup.shared

  /// BERT's: words are what lies between white space and punctuation, which stands alone.
  static let bert = WordSplit(isBert: true)
  /// `\w+|[^\w\s]+`: words, and stretches of what is neither word nor white space.
  static let whitespace = WordSplit(isBert: false)

  private init(isBert: Bool) {
    self.isBert = isBert
    let properties = properties
    ascii = (0..<128).map { Self.classify(properties[$0], isBert: isBert) }
  }

  func apply(to text: inout PreTokenizedText) {
    text.splitEach { base, split, splits, _, _ in
      ascii.withUnsafeBufferPointer { ascii in
        var position = split.start
        var start = position
        var last = Class.space
        while position < split.end {
          let byte = base[position]
          let current: Class
          let next: Int
          if byte < 0x80 {
            next = position + 1
            current = ascii[Int(byte)]
          } else {
            let (scalar, following) = base.scalar(at: position)
            next = following
            current = Self.classify(properties[scalar], isBert: isBert)
          }
          if current != last || current == .single {
            if last != .space { splits.append(split.part(start, position)) }
            start = position
            last = current
          }
          position = next
        }
        if last != .space { splits.append(split.part(start, position)) }
      }
    }
  }

  @inline(__always)
  private static func classify(_ property: CharacterProperties, isBert: Bool) -> Class {
    if property.isWhitespace { return .space }
    if isBert { return property.isPunctuation ? .single : .word }
    return property.isWord ? .word : .other
  }
}
