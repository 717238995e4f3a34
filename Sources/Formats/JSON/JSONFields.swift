// SPDX-License-Identifier: Apache-2.0

/// Picks the wanted fields out of JSON objects, one object a line.
///
/// Fields may come in any order; others are checked as JSON and dropped. Of a name that occurs
/// twice the last value counts, as in Python's `json` and most parsers.
struct JSONFields {
  /// The names of the wanted fields.
  let names: [StaticString]
  /// The values in the last line read, one a name; ranges lie in the scanner's arena.
  private(set) var values: [JSONValue]

  /// Wants the fields called `names`.
  init(_ names: [StaticString]) {
    self.names = names
    values = Array(repeating: .absent, count: names.count)
  }

  /// Reads the object of one line, from its first byte up to and with the newline.
  mutating func readLine(_ scanner: inout JSONScanner) throws(JSONFault) {
    try readObject(&scanner)
    try scanner.finishLine()
  }

  /// Reads one object, from its opening to its closing brace.
  @inline(__always)
  mutating func readObject(_ scanner: inout JSONScanner) throws(JSONFault) {
    for index in values.indices { values[index] = .absent }
    try scanner.expect(UInt8(ascii: "{"), "an object in braces")
    if !scanner.isEmpty(before: UInt8(ascii: "}")) {
      repeat {
        let field = index(of: try scanner.string(), in: scanner)
        try scanner.expect(UInt8(ascii: ":"), "a colon after the field name")
        if let field {
          values[field] = try scanner.value()
        } else {
          try scanner.skipValue(depth: 2)
        }
      } while try scanner.hasMore(before: UInt8(ascii: "}"))
    }
  }

  /// Which wanted field has the name that lies at `range` in the arena.
  @inline(__always)
  private func index(of range: Range<Int>, in scanner: JSONScanner) -> Int? {
    let name = scanner.arena + range.lowerBound
    for (index, wanted) in names.enumerated() where wanted.utf8CodeUnitCount == range.count {
      var offset = 0
      while offset < range.count && name[offset] == wanted.utf8Start[offset] { offset += 1 }
      if offset == range.count { return index }
    }
    return nil
  }
}

extension JSONFields {
  /// The identifier in field `index`: a string, or an integer as it is written, as some data sets
  /// have it. Nil when the field does not occur.
  func identifier(_ index: Int, _ scanner: JSONScanner) throws(JSONFault.Reason) -> Range<Int>? {
    switch values[index] {
    case .absent:
      return nil
    case .string(let range) where !range.isEmpty:
      return range
    case .string:
      throw .content("found an empty string in field \"\(names[index])\", expected an identifier")
    case .number(let range) where scanner.isInteger(range):
      return range
    case let other:
      throw .content(
        "found \(other.name) in field \"\(names[index])\", expected an identifier in quotes")
    }
  }

  /// The string in field `index`; nil when the field does not occur.
  func string(_ index: Int) throws(JSONFault.Reason) -> Range<Int>? {
    switch values[index] {
    case .absent: return nil
    case .string(let range): return range
    case let other:
      throw .content("found \(other.name) in field \"\(names[index])\", expected a string")
    }
  }
}

extension JSONScanner {
  /// Whether a number in the arena has neither fraction nor exponent.
  func isInteger(_ number: Range<Int>) -> Bool {
    number.allSatisfy { arena[$0] == UInt8(ascii: "-") || arena[$0] &- UInt8(ascii: "0") <= 9 }
  }

  /// What lies at `range` in the arena, as a string.
  func text(_ range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: arena + range.lowerBound, count: range.count),
      as: UTF8.self)
  }
}
