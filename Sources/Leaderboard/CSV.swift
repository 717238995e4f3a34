// SPDX-License-Identifier: Apache-2.0

/// A table as comma-separated values (RFC 4180: CRLF, fields quoted where needed).
struct CSV {
  /// The file's bytes so far.
  private(set) var text = ""

  /// Starts with a line of column names.
  init(header: [String]) {
    append(header.map(Field.text))
  }

  /// A field: words or a number.
  enum Field {
    /// Words.
    case text(String)
    /// A number with all its digits; empty when nil or not finite.
    case number(Double?)
    /// A whole number; empty when nil.
    case count(Int?)
  }

  /// Adds a line.
  mutating func append(_ fields: [Field]) {
    text += fields.map(Self.written).joined(separator: ",") + "\r\n"
  }

  private static func written(_ field: Field) -> String {
    switch field {
    case .number(let value): value.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
    case .count(let value): value.map(String.init) ?? ""
    case .text(let value): quoted(inert(value))
    }
  }

  /// Spreadsheets run a field that begins with one of `= + - @` as a formula; an apostrophe in front
  /// makes it words again.
  private static func inert(_ value: String) -> String {
    guard let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return value
    }
    return "'" + value
  }

  private static func quoted(_ value: String) -> String {
    let special: Set<UnicodeScalar> = [",", "\"", "\n", "\r"]
    guard value.unicodeScalars.contains(where: special.contains) else { return value }
    var text = "\""
    for scalar in value.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
