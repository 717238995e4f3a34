// SPDX-License-Identifier: Apache-2.0

extension PatternParser {
  /// The class after `[`, up to and with `]`.
  mutating func characterClass(_ ignoresCase: Bool) throws(PatternFault) -> ScalarSet {
    let isNegated = take("^")
    var items: [ScalarSet.Item] = []
    var isFirst = true
    while let scalar = current, scalar != "]" || isFirst {
      isFirst = false
      guard scalar != "[" else { throw fault("a class inside a class", "\\[ for a bracket") }
      guard !take("&&") else { throw fault("&& in a class", "one list of characters") }
      let first = try classItem(ignoresCase)
      guard case .range(let low, let same) = first, low == same, current == "-",
        position + 1 < scalars.count, scalars[position + 1] != "]"
      else {
        items += try fold(first, ignoresCase)
        continue
      }
      position += 1
      guard case .range(let high, let alike) = try classItem(ignoresCase), high == alike,
        low <= high
      else { throw fault("a range without an end", "a character not below the first") }
      items += try fold(.range(low, high), ignoresCase)
    }
    guard take("]") else { throw fault("no ]", "the class to be closed") }
    return ScalarSet(items, isNegated: isNegated)
  }

  private mutating func classItem(_ ignoresCase: Bool) throws(PatternFault) -> ScalarSet.Item {
    guard let scalar = current else { throw fault("the end", "the class to be closed") }
    guard scalar == "\\" else {
      position += 1
      return .range(scalar.value, scalar.value)
    }
    switch try escapedItem(ignoresCase) {
    case .word: return .wordInBrackets
    case .negated(let items):
      if case .word? = items.first { return .negated([.wordInBrackets]) }
      return .negated(items)
    case let other: return other
    }
  }

  private func fold(
    _ item: ScalarSet.Item, _ ignoresCase: Bool
  ) throws(PatternFault) -> [ScalarSet.Item] {
    guard ignoresCase, case .range(let low, let high) = item else { return [item] }
    guard low != high else { return try folded(low, true) }
    guard high < 0x80 else { throw fault("a range beyond ASCII in (?i)", "ASCII") }
    var items: [ScalarSet.Item] = []
    for scalar in low...high { items += try folded(scalar, true) }
    return items
  }

  /// What equals `scalar` without regard to case.
  func folded(
    _ scalar: UInt32, _ ignoresCase: Bool
  ) throws(PatternFault) -> [ScalarSet.Item] {
    guard ignoresCase else { return [.range(scalar, scalar)] }
    guard scalar < 0x80 else { throw fault("a character beyond ASCII in (?i)", "ASCII") }
    let letter = scalar | 0x20
    guard (0x61...0x7A).contains(letter) else { return [.range(scalar, scalar)] }
    var items: [ScalarSet.Item] = [.range(letter, letter), .range(letter & ~0x20, letter & ~0x20)]
    if letter == 0x73 { items.append(.range(0x17F, 0x17F)) }
    if letter == 0x6B { items.append(.range(0x212A, 0x212A)) }
    return items
  }

  mutating func escape(_ ignoresCase: Bool) throws(PatternFault) -> PatternNode {
    if take("\\A") { return .anchor(.textStart) }
    if take("\\z") { return .anchor(.textEnd) }
    if take("\\Z") { return .anchor(.textEndOrLastNewline) }
    return .set(ScalarSet(try fold(try escapedItem(ignoresCase), ignoresCase)))
  }

  /// The escape at the position, which is a backslash.
  private mutating func escapedItem(_ ignoresCase: Bool) throws(PatternFault) -> ScalarSet.Item {
    position += 1
    guard let scalar = current else { throw fault("a \\ at the end", "a character after it") }
    position += 1
    let digits: UInt32 = 1 << 9  // Nd
    switch scalar {
    case "s": return .whitespace
    case "S": return .negated([.whitespace])
    case "w": return .word
    case "W": return .negated([.word])
    case "d": return .categories(digits)
    case "D": return .negated([.categories(digits)])
    case "n": return .range(0x0A, 0x0A)
    case "r": return .range(0x0D, 0x0D)
    case "t": return .range(0x09, 0x09)
    case "f": return .range(0x0C, 0x0C)
    case "v": return .range(0x0B, 0x0B)
    case "a": return .range(0x07, 0x07)
    case "e": return .range(0x1B, 0x1B)
    case "p", "P": return try property(isNegated: scalar == "P", ignoresCase)
    case "u": return try hexadecimal(digits: 4)
    case "x":
      if take("{") {
        let item = try hexadecimal(digits: nil)
        guard take("}") else { throw fault("no }", "\\x{…} to be closed") }
        return item
      }
      let item = try hexadecimal(digits: 2)
      guard case .range(let value, _) = item, value < 0x80 else {
        throw fault("a byte of a longer character", "\\u or \\x{…}")
      }
      return item
    default:
      let isLetter = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9") ~= scalar)
      guard !isLetter else {
        throw fault("the unknown escape \\\(scalar)", "\\s \\S \\w \\W \\d \\D \\p{…} \\P{…}")
      }
      return .range(scalar.value, scalar.value)
    }
  }

  private mutating func hexadecimal(digits count: Int?) throws(PatternFault) -> ScalarSet.Item {
    var value: UInt32 = 0
    var digits = 0
    while digits < count ?? 6, let digit = current.flatMap({ Character($0).hexDigitValue }) {
      value = value << 4 | UInt32(digit)
      digits += 1
      position += 1
    }
    guard digits == count || count == nil && digits > 0, Unicode.Scalar(value) != nil else {
      throw fault("a wrong code point", "\(count ?? 6) hexadecimal digits")
    }
    return .range(value, value)
  }

  private mutating func property(
    isNegated: Bool, _ ignoresCase: Bool
  ) throws(PatternFault) -> ScalarSet.Item {
    guard take("{") else { throw fault("\\p without {", "\\p{…}") }
    let isInverted = take("^")
    let start = position
    while let scalar = current, scalar != "}" { position += 1 }
    let name = String(String.UnicodeScalarView(scalars[start..<position]))
    guard take("}") else { throw fault("no }", "\\p{…} to be closed") }
    guard let set = GeneralCategory.set(named: name) else {
      throw fault("the property \(name)", "a general category, as L, Lu or Nd")
    }
    guard !ignoresCase || name.count == 1 else {
      throw fault("\\p{\(name)} in (?i)", "a category that knows no case")
    }
    return isNegated != isInverted ? .negated([.categories(set)]) : .categories(set)
  }
}
