// SPDX-License-Identifier: Apache-2.0

/// How the lines of a run file are to be read, decided by its first line.
enum RunLayout {
  /// `qid Q0 docid rank score tag`, columns apart by white space, identifiers as they are.
  case trec
  /// The same with percent-encoded identifiers.
  case encodedTREC
  /// `query`, `document`, `score`, `tag` apart by tabs under a header line.
  case table

  /// The header line of the tab-separated form.
  static let tableHeader = "query\tdocument\tscore\ttag"

  /// The layout of `text`.
  init(of text: FieldText) {
    let start = Self.contentStart(of: text)
    let line = text.bytes(start..<text.nextLine(from: start))
    if Self.starts(line, with: Self.tableHeader) {
      self = .table
    } else if Self.isEncodingComment(line) {
      self = .encodedTREC
    } else {
      self = .trec
    }
  }

  /// How identifiers are escaped, if they are.
  var escaping: IdentifierEscaping? {
    switch self {
    case .trec: nil
    case .encodedTREC: .percent
    case .table: .backslash
    }
  }

  /// What ends a column.
  var separators: FieldText.Separators {
    self == .table ? .tabs : .blanks
  }

  /// Where the text begins behind a byte order mark, if there is one.
  static func contentStart(of text: FieldText) -> Int {
    text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
  }

  /// Whether `line` is the comment that announces percent-encoded identifiers.
  static func isEncodingComment(_ line: UnsafeRawBufferPointer) -> Bool {
    line.first == UInt8(ascii: "#")
      && String(decoding: line, as: UTF8.self).contains(IdentifierEscaping.mark)
  }

  private static func starts(_ line: UnsafeRawBufferPointer, with prefix: String) -> Bool {
    line.starts(with: prefix.utf8)
  }
}
