// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The parts of a name in ir-measures' way of writing, handed out to the family that it names.
///
/// `NAME`, then `(key=value,…)`, then `@depth`. What nobody asks for is a fault.
struct MeasureArguments {
  /// The part before parentheses and `@`.
  let base: String
  private let name: String
  private var parameters: [(key: String, value: String)] = []
  private var depth: String?

  /// The parts of `name`.
  init(_ name: String) throws(MeasureError) {
    self.name = name
    var rest = name[...].utf8
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
      depth = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
    }
    guard let open = rest.firstIndex(of: UInt8(ascii: "(")) else {
      base = String(Substring(rest))
      return
    }
    base = String(Substring(rest[..<open]))
    guard rest.last == UInt8(ascii: ")") else {
      throw MeasureError(name, "found “(” without “)” at the end of the parameters")
    }
    let list = Substring(rest[rest.index(after: open)...].dropLast())
    for part in Self.split(list) {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else {
        throw MeasureError(name, "found the parameter “\(part)”, expected key=value")
      }
      parameters.append((Self.trimmed(pair[0]), Self.trimmed(pair[1])))
    }
  }

  /// An error about this name.
  func fault(_ problem: String) -> MeasureError { MeasureError(name, problem) }

  /// The rank behind `@`.
  mutating func takeCutoff() throws(MeasureError) -> Int? {
    guard let text = depth else { return nil }
    depth = nil
    guard let rank = Int(text), rank > 0 else {
      throw fault("found “@\(text)”, expected a rank from 1")
    }
    return rank
  }

  /// The rank behind `@`, for families that have no meaning without one.
  mutating func requireCutoff() throws(MeasureError) -> Int {
    guard let cutoff = try takeCutoff() else {
      throw fault("found no rank, expected one behind @: \(base)@10")
    }
    return cutoff
  }

  /// The number behind `@`, from 0 to 1.
  mutating func requireShare() throws(MeasureError) -> Double {
    guard let text = depth, let share = Double(text), share >= 0, share <= 1 else {
      throw fault("found “@\(depth ?? "")”, expected a share from 0 to 1: \(base)@0.1")
    }
    depth = nil
    return share
  }

  /// The lowest relevant grade, `rel`.
  mutating func takeRelevance() throws(MeasureError) -> Int32? {
    guard let text = take("rel") else { return nil }
    guard let grade = Int32(text), grade >= 0 else {
      throw fault("found rel=\(text), expected a grade from 0")
    }
    return grade
  }

  /// `True` or `False`; false where it is not given.
  mutating func takeFlag(_ key: String) throws(MeasureError) -> Bool {
    switch take(key) {
    case nil, "False", "false": return false
    case "True", "true": return true
    case .some(let text): throw fault("found \(key)=\(text), expected True or False")
    }
  }

  /// A number within `range`.
  mutating func takeNumber(
    _ key: String, in range: ClosedRange<Double>
  ) throws(MeasureError) -> Double? {
    guard let text = take(key) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw fault(
        "found \(key)=\(text), expected a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The whole number with this key, nil where there is none.
  mutating func takeWholeNumber(
    _ key: String, in range: ClosedRange<Int>
  ) throws(MeasureError) -> Int? {
    guard let text = take(key) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw fault(
        "found \(key)=\(text), expected a whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }

  /// The form and the mapping of nDCG's gains, `dcg` and `gains`.
  mutating func takeGains() throws(MeasureError) -> Gains {
    var gains = Gains()
    switch take("dcg").map({ Self.unquoted($0) }) {
    case nil: break
    case "log2": gains.form = .linear
    case "exp-log2": gains.form = .exponential
    case .some(let text): throw fault("found dcg=\(text), expected 'log2' or 'exp-log2'")
    }
    guard let text = take("gains") else { return gains }
    guard text.first == "{", text.last == "}" else {
      throw fault("found gains=\(text), expected {grade:gain,…}")
    }
    for part in text.dropFirst().dropLast().split(separator: ",") {
      let pair = part.split(separator: ":").map { Self.trimmed($0) }
      guard pair.count == 2, let grade = Int32(pair[0]), let gain = Double(pair[1]), gain.isFinite
      else { throw fault("found the gain “\(part)”, expected grade:gain") }
      gains.custom[grade] = gain
    }
    return gains
  }

  /// Makes sure that every part was understood.
  func finish() throws(MeasureError) {
    if let parameter = parameters.first {
      throw fault("found the parameter “\(parameter.key)”, which \(base) does not have")
    }
    if let depth { throw fault("found “@\(depth)”, but \(base) takes no depth") }
  }

  private mutating func take(_ key: String) -> String? {
    guard let index = parameters.firstIndex(where: { $0.key == key }) else { return nil }
    return parameters.remove(at: index).value
  }

  /// Cuts at commas that stand outside braces.
  private static func split(_ list: Substring) -> [Substring] {
    var parts: [Substring] = []
    var level = 0
    var start = list.startIndex
    for index in list.indices {
      switch list[index] {
      case "{": level += 1
      case "}": level -= 1
      case "," where level == 0:
        parts.append(list[start..<index])
        start = list.index(after: index)
      default: break
      }
    }
    parts.append(list[start...])
    return parts
  }

  private static func trimmed(_ text: Substring) -> String {
    let front = text.drop { $0 == " " }
    return String(front.reversed().drop { $0 == " " }.reversed())
  }

  private static func unquoted(_ text: String) -> String {
    guard let mark = text.first, mark == "'" || mark == "\"", text.last == mark, text.count > 1
    else { return text }
    return String(text.dropFirst().dropLast())
  }
}
