// SPDX-License-Identifier: Apache-2.0

/// Reads the part of Oniguruma's syntax (Ruby's) that tokenizers use, and refuses the rest.
///
/// Known are alternatives, groups, `(?i:…)`, `(?:…)`, `(?>…)`, lookahead, lookbehind at one
/// character, classes, `\p{…}` with general categories, the quantifiers in all three moods, and
/// anchors. A repetition without limit inside another is refused: it could take exponential time.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private static let maximumDepth = 64
  private static let maximumCount = 1000

  /// The tree of `pattern`.
  static func parse(_ pattern: String) throws(PatternFault) -> PatternNode {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
    let node = try parser.alternatives(ignoresCase: false)
    guard parser.position == parser.scalars.count else {
      throw parser.fault("an unmatched )", "a balanced pattern")
    }
    return node
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private func fault(_ found: String, _ expected: String) -> PatternFault {
    PatternFault(problem: "found \(found) at character \(position + 1), expected \(expected)")
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func alternatives(ignoresCase: Bool) throws(PatternFault) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw fault("more than \(Self.maximumDepth) nested groups", "fewer")
    }
    var ignoresCase = ignoresCase
    var parts = [try sequence(&ignoresCase)]
    while take("|") { parts.append(try sequence(&ignoresCase)) }
    return parts.count == 1 ? parts[0] : .alternatives(parts)
  }

  private mutating func sequence(_ ignoresCase: inout Bool) throws(PatternFault) -> PatternNode {
    var parts: [PatternNode] = []
    var previous: Unicode.Scalar?
    while let scalar = current, scalar != "|", scalar != ")" {
      if take("(?i)") {
        ignoresCase = true
        continue
      }
      let start = position
      let atom = try atom(ignoresCase)
      let literal = ignoresCase && position == start + 1 ? scalar : nil
      try checkFolding(previous, literal)
      parts.append(try quantified(atom))
      previous = literal
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// Refuses two letters that one character equals without regard to case, as `ss` and `ß`.
  private func checkFolding(
    _ first: Unicode.Scalar?, _ second: Unicode.Scalar?
  ) throws(PatternFault) {
    guard let first, let second else { return }
    let pair = (String(first) + String(second)).lowercased()
    guard !["ss", "st", "ff", "fi", "fl"].contains(pair) else {
      throw fault("\(pair) in (?i), which one character equals", "a pattern without it")
    }
  }

  private mutating func atom(_ ignoresCase: Bool) throws(PatternFault) -> PatternNode {
    guard let scalar = current else { throw fault("the end", "a character") }
    switch scalar {
    case "(": return try group(ignoresCase)
    case "[":
      position += 1
      return .set(try characterClass(ignoresCase))
    case ".":
      position += 1
      return .set(ScalarSet([.range(0x0A, 0x0A)], isNegated: true))
    case "^":
      position += 1
      return .anchor(.lineStart)
    case "$":
      position += 1
      return .anchor(.lineEnd)
    case "\\": return try escape(ignoresCase)
    case "*", "+", "?": throw fault("\(scalar) with nothing before it", "a character to repeat")
    default:
      position += 1
      return .set(ScalarSet(try folded(scalar.value, ignoresCase)))
    }
  }

  private mutating func group(_ ignoresCase: Bool) throws(PatternFault) -> PatternNode {
    var ignoresCase = ignoresCase
    var wrap: (PatternNode) -> PatternNode = { $0 }
    var looksBehind = false
    if take("(?:") {
    } else if take("(?i:") {
      ignoresCase = true
    } else if take("(?-i:") {
      ignoresCase = false
    } else if take("(?>") {
      wrap = { .atomic($0) }
    } else if take("(?=") {
      wrap = { .look($0, isAhead: true, isNegative: false) }
    } else if take("(?!") {
      wrap = { .look($0, isAhead: true, isNegative: true) }
    } else if take("(?<=") {
      looksBehind = true
      wrap = { .look($0, isAhead: false, isNegative: false) }
    } else if take("(?<!") {
      looksBehind = true
      wrap = { .look($0, isAhead: false, isNegative: true) }
    } else if scalars[position...].starts(with: "(?".unicodeScalars) {
      throw fault("a group of an unknown kind", "(…), (?:…), (?i:…), (?>…) or a lookaround")
    } else {
      position += 1
    }
    let body = try alternatives(ignoresCase: ignoresCase)
    guard take(")") else { throw fault("no )", "the group to be closed") }
    if looksBehind {
      guard case .set = body else {
        throw fault("a lookbehind at more than one character", "one character or class")
      }
    }
    return wrap(body)
  }

  private mutating func quantified(_ node: PatternNode) throws(PatternFault) -> PatternNode {
    var node = node
    var count = 0
    while let range = try quantifier() {
      count += 1
      var greed = PatternGreed.greedy
      if range.isInterval {
        guard current != "?" && current != "+" else {
          throw fault("{…}\(current.map(String.init) ?? "")", "an interval with nothing after it")
        }
      } else if take("?") {
        greed = .lazy
      } else if take("+") {
        greed = .possessive
      }
      switch node {
      case .look, .anchor: throw fault("a repeated anchor or lookaround", "a character or group")
      default: break
      }
      if range.maximum == nil {
        guard !node.isNullable else {
          throw fault("a repeated group that may match nothing", "one that always takes something")
        }
        guard !node.repeatsWithoutLimit else {
          throw fault("a repetition inside a repetition", "at most one of both without limit")
        }
      }
      guard count == 1 else { throw fault("two quantifiers in a row", "one") }
      node = .repeated(node, minimum: range.minimum, maximum: range.maximum, greed)
    }
    return node
  }

  private mutating func quantifier() throws(PatternFault) -> (
    minimum: Int, maximum: Int?, isInterval: Bool
  )? {
    if take("*") { return (0, nil, false) }
    if take("+") { return (1, nil, false) }
    if take("?") { return (0, 1, false) }
    guard current == "{" else { return nil }
    let start = position
    position += 1
    let minimum = number()
    var maximum = minimum
    if take(",") { maximum = number() }
    let hasComma = position > start + 1 && scalars[start..<position].contains(",")
    guard take("}"), minimum != nil || maximum != nil else {
      position = start
      throw fault("a { that begins no interval", "{n}, {n,}, {,m}, {n,m} or \\{")
    }
    let low = minimum ?? 0
    guard low <= Self.maximumCount, maximum ?? 0 <= Self.maximumCount, low <= maximum ?? low else {
      throw fault("an interval out of range", "at most \(Self.maximumCount), in order")
    }
    return (low, hasComma ? maximum : low, true)
  }

  private mutating func number() -> Int? {
    let start = position
    while let scalar = current, ("0"..."9").contains(scalar) { position += 1 }
    return Int(String(String.UnicodeScalarView(scalars[start..<position])))
  }

  /// The class after `[`, up to and with `]`.
  private mutating func characterClass(_ ignoresCase: Bool) throws(PatternFault) -> ScalarSet {
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
    return try escapedItem(ignoresCase)
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
  private func folded(
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

  private mutating func escape(_ ignoresCase: Bool) throws(PatternFault) -> PatternNode {
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
