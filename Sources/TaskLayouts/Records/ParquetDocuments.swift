// SPDX-License-Identifier: Apache-2.0

import Formats
import Parquet
import Retrieval

/// The documents in the rows of a Parquet file.
struct ParquetDocuments: Sendable {
  let file: ParquetFile
  private let fields: DocumentFields
  private let identifier: String?
  private let title: String?
  private let text: String
  private let condition: String?

  /// Opens the file at `path`.
  ///
  /// - Throws: `.malformed` when a field that documents need has no column.
  init(_ path: String, _ fields: DocumentFields) throws(DataError) {
    file = try ParquetFile(path: path)
    self.fields = fields
    if case .field(let field) = fields.identifier {
      identifier = try file.requiredColumn(field, fix: fields.shape)
    } else {
      identifier = nil
    }
    title = fields.title.flatMap(file.column)
    text = try file.requiredColumn(fields.text, fix: fields.shape)
    if let field = fields.condition?.field {
      condition = try file.requiredColumn(field, fix: fields.shape)
    } else {
      condition = nil
    }
  }

  /// Some rows of a row group, to be decoded by one thread.
  enum Part: Sendable {
    /// All rows.
    case group(Int)
    /// The rows of a page of texts.
    case page(DecodedRows, group: Int)
  }

  /// The number of rows in a part.
  func rowCount(of part: Part) -> Int {
    switch part {
    case .group(let group): file.rowCount(ofRowGroup: group)
    case .page(let rows, _): rows.rows.count
    }
  }

  /// The number in the file of a part's first row.
  func firstRow(of part: Part) -> Int {
    switch part {
    case .group(let group): start(ofRowGroup: group)
    case .page(let rows, let group): start(ofRowGroup: group) + rows.rows.lowerBound
    }
  }

  /// Whether the texts of a row group are better decoded page by page.
  func isLarge(rowGroup group: Int, limit: Int) -> Bool {
    file.size(ofColumn: text, rowGroup: group) > limit
      && file.columns.contains { $0.path == text && $0.listDepth == 0 }
  }

  /// The texts of a row group, page by page.
  func pages(ofRowGroup group: Int) throws(DataError) -> ParquetPages {
    try file.pages(column: text, rowGroup: group)
  }

  /// The columns of a row group without the texts.
  func frame(ofRowGroup group: Int) throws(DataError) -> DecodedRows {
    DecodedRows(
      rows: 0..<0, identifiers: try read(identifier, group), titles: try read(title, group),
      conditions: try read(condition, group))
  }

  /// Decodes a part.
  ///
  /// - Parameter number: Number in the table of its first row, for documents identified by it.
  /// - Returns: The documents, and their rows in the part.
  func decode(
    _ part: Part, number: Int
  ) throws(DataError) -> (batch: DocumentBatch, rows: [Int]) {
    let decoded: DecodedRows
    switch part {
    case .page(let rows, _): decoded = rows
    case .group(let group):
      decoded = try frame(ofRowGroup: group)
        .with(try file.read(column: text, rowGroup: group), from: 0)
    }
    var rows: [Int] = []
    var batch = DocumentBatch(ordinal: 0)
    decoded.reserve(&batch)
    for row in decoded.rows {
      let offset = row - decoded.rows.lowerBound
      do throws(RecordFault) {
        if try decoded.append(row, number: number + offset, fields, to: &batch) {
          rows.append(offset)
        }
      } catch {
        throw DataError(
          .malformed, file: file.path,
          "\(file.describe(row: firstRow(of: part) + offset)): \(error.problem)",
          fix: fields.shape)
      }
    }
    return (batch, rows)
  }

  private func start(ofRowGroup group: Int) -> Int {
    (0..<group).reduce(0) { $0 + file.rowCount(ofRowGroup: $1) }
  }

  private func read(_ column: String?, _ group: Int) throws(DataError) -> ParquetSlice? {
    guard let column else { return nil }
    return try file.read(column: column, rowGroup: group)
  }
}

extension ParquetFile {
  fileprivate func requiredColumn(
    _ field: RecordField, fix: String
  ) throws(DataError) -> String {
    if let column = column(field) { return column }
    throw DataError(
      .malformed, file: path,
      "found no column \(field.name), only " + columns.map(\.name).joined(separator: ", "),
      fix: fix)
  }
}
