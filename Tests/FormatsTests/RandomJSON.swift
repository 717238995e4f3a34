// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Makes JSON lines with everything that makes reading them hard, from a seed.
struct RandomJSON {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// A line with `text`, perhaps `title`, and extra members in any order.
  mutating func line() -> [UInt8] {
    var members = [#""text""# + colon() + string()]
    if Bool.random(using: &generator) { members.append(#""title""# + colon() + string()) }
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      members.append(string() + colon() + value(depth: 3))
    }
    members.shuffle(using: &generator)
    return Array((blanks() + "{" + members.joined(separator: "," + blanks()) + "}" + blanks()).utf8)
      .trimmingTrailingBlanks()
  }

  /// `line` with one to three bytes changed, removed or doubled.
  mutating func damaged(_ line: [UInt8]) -> [UInt8] {
    var line = line
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !line.isEmpty {
      let position = Int.random(in: 0..<line.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: line.remove(at: position)
      case 1: line.insert(line[position], at: position)
      case 2:
        line[position] = Array(#"{}[]":,\0-1.eutnf "#.utf8).randomElement(using: &generator) ?? 0
      // No zero bytes, from which Foundation guesses UTF-16, and no line ends.
      default: line[position] = UInt8.random(in: 0x0B...0xFF, using: &generator)
      }
    }
    return line
  }

  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return string()
    case 1: return "\(Int.random(in: -1000...1000, using: &generator))"
    case 2: return "\(Int.random(in: -9...9, using: &generator)).25e-1"
    case 3: return "null"
    case 4: return Bool.random(using: &generator) ? "true" : "false"
    case 5:
      let count = Int.random(in: 0...3, using: &generator)
      let values = (0..<count).map { _ in value(depth: depth - 1) }
      return "[" + blanks() + values.joined(separator: blanks() + ",") + blanks() + "]"
    default:
      let count = Int.random(in: 0...3, using: &generator)
      let members = (0..<count).map { _ in string() + colon() + value(depth: depth - 1) }
      return "{" + blanks() + members.joined(separator: "," + blanks()) + blanks() + "}"
    }
  }

  private mutating func string() -> String {
    var text = "\""
    for _ in 0..<Int.random(in: 0...8, using: &generator) { text += piece() }
    return text + "\""
  }

  private mutating func piece() -> String {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0:
      return [#"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#].randomElement(
        using: &generator) ?? ""
    case 1: return escape(UInt16.random(in: 1..<0xD800, using: &generator))
    case 2:
      return escape(UInt16.random(in: 0xD800..<0xDC00, using: &generator))
        + escape(UInt16.random(in: 0xDC00..<0xE000, using: &generator))
    case 3: return scalar(0x80..<0x800)
    case 4: return scalar(0x800..<0xD800)
    case 5: return scalar(0x1_0000..<0x11_0000)
    default:
      let count = Int.random(in: 1...70, using: &generator)
      return String(repeating: "word ", count: 15).prefix(count).description
    }
  }

  private mutating func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
    return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private mutating func scalar(_ range: Range<UInt32>) -> String {
    Unicode.Scalar(UInt32.random(in: range, using: &generator)).map { String($0) } ?? ""
  }

  private mutating func colon() -> String { blanks() + ":" + blanks() }

  private mutating func blanks() -> String {
    ["", "", "", " ", "\t", "\r", "  \t"].randomElement(using: &generator) ?? ""
  }
}

extension [UInt8] {
  /// Without blanks at the end, so that the last byte is one that matters.
  fileprivate func trimmingTrailingBlanks() -> [UInt8] {
    Array(prefix((lastIndex { $0 > 0x20 } ?? -1) + 1))
  }
}
