// SPDX-License-Identifier: Apache-2.0

/// A class of characters in a pattern, as Oniguruma understands it.
struct ScalarSet: Sendable {
  /// What a class is made of.
  enum Item: Sendable {
    case range(UInt32, UInt32)
    /// General categories, as bits.
    case categories(UInt32)
    case whitespace
    case word
    /// `\w` in brackets, where Oniguruma takes digits of ISO 8859-1 like ² and ½ for none.
    case wordInBrackets
    indirect case negated([Item])
  }

  private let items: [Item]
  private let isNegated: Bool
  /// Whether each ASCII character is a member, as bits.
  private let low: UInt64
  private let high: UInt64

  init(_ items: [Item], isNegated: Bool = false) {
    self.items = items
    self.isNegated = isNegated
    var bits: [UInt64] = [0, 0]
    for scalar: UInt32 in 0..<128 {
      let isMember = Self.matches(items, scalar, PropertyLookup.shared[scalar]) != isNegated
      bits[Int(scalar >> 6)] |= (isMember ? 1 : 0) << UInt64(scalar & 63)
    }
    (low, high) = (bits[0], bits[1])
  }

  /// Whether an ASCII character is a member.
  @inline(__always)
  func contains(ascii byte: UInt8) -> Bool {
    (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
  }

  /// Whether a character beyond ASCII is a member.
  func contains(_ scalar: UInt32, _ properties: PropertyLookup) -> Bool {
    Self.matches(items, scalar, properties[scalar]) != isNegated
  }

  private static func matches(
    _ items: [Item], _ scalar: UInt32, _ property: CharacterProperties
  ) -> Bool {
    for item in items {
      switch item {
      case .range(let first, let last): if first <= scalar && scalar <= last { return true }
      case .categories(let set): if set >> property.category & 1 != 0 { return true }
      case .whitespace: if property.isWhitespace { return true }
      case .word: if property.isPatternWord { return true }
      case .wordInBrackets: if property.isPatternWord && !isLatinDigit(scalar) { return true }
      case .negated(let inner): if !matches(inner, scalar, property) { return true }
      }
    }
    return false
  }

  /// Superscripts and fractions of ISO 8859-1.
  private static func isLatinDigit(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xB2, 0xB3, 0xB9, 0xBC...0xBE: true
    default: false
    }
  }
}
