// SPDX-License-Identifier: Apache-2.0

/// Reads the part of Oniguruma's syntax (Ruby's) that tokenizers use, and refuses the rest.
///
/// Known are alternatives, groups, `(?i:…)`, `(?:…)`, `(?>…)`, lookahead, lookbehind at one
/// character, classes, `\p{…}` with general categories, the quantifiers in all three moods, and
/// anchors. A repetition without limit inside another is refused: it could take exponential time.
struct PatternParser {
  let scalars: [Unicode.Scalar]
  var position = 0
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

  var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  func fault(_ found: String, _ expected: String) -> PatternFault {
    PatternFault(problem: "found \(found) at character \(position + 1), expected \(expected)")
  }

  mutating func take(_ text: String) -> Bool {
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
}
