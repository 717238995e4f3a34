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

  /// Decodes a row group.
  ///
  /// - Parameter firstRow: Number in the table of its first row, for documents identified by it.
  /// - Returns: The documents, and their rows in the group.
  func decode(
    rowGroup group: Int, firstRow: Int
  ) throws(DataError) -> (batch: DocumentBatch, rows: [Int]) {
    let decoded = DecodedRows(
      identifiers: try read(identifier, group), titles: try read(title, group),
      texts: try file.read(column: text, rowGroup: group), conditions: try read(condition, group))
    var rows: [Int] = []
    var batch = DocumentBatch(ordinal: 0)
    decoded.reserve(&batch)
    for row in 0..<file.rowCount(ofRowGroup: group) {
      do throws(RecordFault) {
        let isDocument = try decoded.append(row, number: firstRow + row, fields, to: &batch)
        if isDocument { rows.append(row) }
      } catch {
        let start = (0..<group).reduce(0) { $0 + file.rowCount(ofRowGroup: $1) }
        throw DataError(
          .malformed, file: file.path, "\(file.describe(row: start + row)): \(error.problem)",
          fix: fields.shape)
      }
    }
    return (batch, rows)
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
