// SPDX-License-Identifier: Apache-2.0

/// How the lines of a run file are to be read, decided by its first line with content.
enum RunLayout {
  /// `qid Q0 docid rank score tag`, columns apart by white space, identifiers as they are.
  case trec
  /// The same with percent-encoded identifiers.
  case encodedTREC
  /// `qid pid rank`, and a score that is not read (MS MARCO, T2Ranking): the rank decides.
  case ranks
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
      self = Self.hasRanks(text, from: start) ? .ranks : .trec
    }
  }

  /// How identifiers are escaped, if they are.
  var escaping: IdentifierEscaping? {
    switch self {
    case .trec, .ranks: nil
    case .encodedTREC: .percent
    case .table: .backslash
    }
  }

  /// What stands in a line, in words.
  var columns: String {
    switch self {
    case .trec, .encodedTREC: "qid Q0 docid rank score tag"
    case .ranks: "qid pid rank, or qid pid rank score"
    case .table: "query, document, score, tag"
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

  /// Whether the first line that is neither blank nor a comment has three or four columns, of which
  /// the third is a whole number.
  private static func hasRanks(_ text: FieldText, from start: Int) -> Bool {
    var place = start
    while place < text.count {
      let end = text.nextLine(from: place)
      let columns = text.bytes(place..<end).prefix(1 << 10)
        .split { FieldText.isBlank($0) || $0 == FieldText.newline }
      place = end
      guard let first = columns.first, first.first != UInt8(ascii: "#") else { continue }
      return (3...4).contains(columns.count) && columns[2].allSatisfy { $0 &- 0x30 <= 9 }
    }
    return false
  }

  private static func starts(_ line: UnsafeRawBufferPointer, with prefix: String) -> Bool {
    line.starts(with: prefix.utf8)
  }
}
