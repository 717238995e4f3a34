// SPDX-License-Identifier: Apache-2.0

/// A retriever as it is written on a command line: `name` or `name:key=value,key=value`.
struct RetrieverSpecification {
  let text: String
  let name: String
  /// In the order given, each key once.
  private(set) var parameters: [(key: String, value: String)] = []

  init(_ text: String) throws(RetrieverSpecificationError) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    name = Self.trimmed(parts[0])
    guard !name.isEmpty else {
      throw RetrieverSpecificationError(
        .malformed, text, "has no name, expected name or name:key=value,key=value",
        fix: "write for example bm25 or bm25:k1=0.9,b=0.4")
    }
    guard parts.count == 2 else { return }
    for pair in try Self.pairs(parts[1], of: text) {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = Self.trimmed(sides[0])
      guard sides.count == 2, !key.isEmpty, let value = Self.value(sides[1]) else {
        throw RetrieverSpecificationError(
          .malformed, text, "found \"\(pair)\" where key=value is expected",
          fix: "separate parameters by commas, as in bm25:k1=0.9,b=0.4")
      }
      guard !parameters.contains(where: { $0.key == key }) else {
        throw RetrieverSpecificationError(
          .repeatedParameter, text, "gives \(key) twice, expected once", fix: "remove one of them")
      }
      parameters.append((key, value))
    }
  }

  /// The parts between commas that are not in quotation marks.
  private static func pairs(
    _ list: Substring, of text: String
  ) throws(RetrieverSpecificationError) -> [Substring] {
    var pairs: [Substring] = []
    var start = list.startIndex
    var isQuoted = false
    var isEscaped = false
    for index in list.indices {
      switch list[index] {
      case _ where isEscaped: isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        pairs.append(list[start..<index])
        start = list.index(after: index)
      default: break
      }
    }
    guard !isQuoted else {
      throw RetrieverSpecificationError(
        .malformed, text, "found a quotation mark without its partner, expected two",
        fix: "write for example dense:query-prompt=\"query: \"")
    }
    return pairs + [list[start...]]
  }

  /// What a value stands for, nil when it is empty or only a part of it is in quotation marks.
  private static func value(_ written: Substring) -> String? {
    let written = trimmed(written)
    guard written.contains("\"") else { return written.isEmpty ? nil : written }
    guard written.count >= 2, written.first == "\"", written.last == "\"" else { return nil }
    var value = ""
    var isEscaped = false
    for character in written.dropFirst().dropLast() {
      if !isEscaped, character == "\"" { return nil }
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        value.append(character)
        isEscaped = false
      }
    }
    return value
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
