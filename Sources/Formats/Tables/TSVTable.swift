// SPDX-License-Identifier: Apache-2.0

/// The columns of a tab-separated file.
///
/// Lines end with LF or CRLF, columns are apart by one tab, and nothing is quoted: a quotation mark
/// is text. A column can hold neither a tab nor a line end.
package struct TSVTable: Sendable, Hashable {
  /// How the text of a cell becomes the text that is searched.
  package enum MissingText: Sendable, Hashable {
    /// As it stands; an empty cell is an empty text.
    case asWritten
    /// Empty cells, and the words that pandas' `read_csv` takes for missing values (`NULL`, `nan` …),
    /// read as `NA`: T2Ranking's own programs fill missing values so.
    case asNA
  }

  /// The names of the columns, for messages and for the header.
  package var names: [String]
  /// The column with the identifier.
  package var id: Int
  /// The column with the title, where there is one.
  package var title: Int?
  /// The column with the text.
  package var text: Int
  /// Whether the first line holds the names of the columns.
  package var hasHeader: Bool
  /// How empty texts are read.
  package var missingText: MissingText

  /// A table with the given columns, of which the first is the identifier.
  package init(
    _ names: [String], title: Int? = nil, text: Int = 1, hasHeader: Bool = false,
    missingText: MissingText = .asWritten
  ) {
    self.names = names
    id = 0
    self.title = title
    self.text = text
    self.hasHeader = hasHeader
    self.missingText = missingText
  }

  /// The columns in words: `pid and text apart by a tab`.
  package var expectation: String {
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " and \(last) apart by tabs"
  }

  /// Whether a cell with this text reads as `NA`.
  package func readsAsNA(_ cell: some Collection<UInt8>) -> Bool {
    guard missingText == .asNA, cell.count <= Self.longestMissingValue else { return false }
    return cell.isEmpty || Self.missingValues.contains(String(decoding: cell, as: UTF8.self))
  }

  /// What pandas' `read_csv` takes for a missing value by default.
  private static let missingValues: Set<String> = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>",
    "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
  ]
  private static let longestMissingValue = 8
}
