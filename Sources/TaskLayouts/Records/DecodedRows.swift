// SPDX-License-Identifier: Apache-2.0

import Formats
import Parquet
import Retrieval

/// The columns of documents, of the same rows.
struct DecodedRows {
  let identifiers: ParquetSlice?
  let titles: ParquetSlice?
  let texts: ParquetSlice
  let conditions: ParquetSlice?

  /// Makes room in a batch for all rows.
  func reserve(_ batch: inout DocumentBatch) {
    batch.entries.reserveCapacity(texts.rowCount)
    var size = texts.rowCount * 16
    for case .strings(let strings)? in [texts.values, titles?.values, identifiers?.values] {
      size += strings.bytes.count
    }
    batch.bytes.reserveCapacity(size)
  }

  /// Appends the document in `row`; false when the row holds none.
  ///
  /// - Parameter number: Number of the row in the table.
  func append(
    _ row: Int, number: Int, _ fields: DocumentFields, to batch: inout DocumentBatch
  ) throws(RecordFault) -> Bool {
    if let condition = fields.condition, let conditions {
      guard let value = try string(conditions, row, condition.field) else {
        throw RecordFault("found null in field \"\(condition.field.name)\", expected a string")
      }
      guard value.elementsEqual(condition.value.utf8) else { return false }
    }
    let start = batch.bytes.count
    try appendIdentifier(row, number: number, fields, to: &batch.bytes)
    let idEnd = batch.bytes.count
    if let titles, let field = fields.title, let title = try string(titles, row, field) {
      batch.bytes += title
    }
    let titleEnd = batch.bytes.count
    guard try appendText(row, fields, title: idEnd..<titleEnd, to: &batch.bytes) else {
      batch.bytes.removeSubrange(start...)
      return false
    }
    batch.entries.append(
      DocumentBatch.Entry(
        id: start..<idEnd, title: idEnd..<titleEnd, text: titleEnd..<batch.bytes.count))
    return true
  }

  private func appendIdentifier(
    _ row: Int, number: Int, _ fields: DocumentFields, to bytes: inout [UInt8]
  ) throws(RecordFault) {
    switch fields.identifier {
    case .row(let prefix):
      bytes += "\(prefix)\(number)".utf8
    case .field(let field):
      guard let identifiers else { throw RecordFault("found no field \"\(field.name)\"") }
      if case .integers(let values) = identifiers.values, identifiers.rowOffsets == nil,
        identifiers.validity[row]
      {
        bytes += String(values[row]).utf8
        return
      }
      guard let id = try string(identifiers, row, field) else {
        throw RecordFault("found null in field \"\(field.name)\", expected an identifier in quotes")
      }
      guard !id.isEmpty else {
        throw RecordFault(
          "found an empty string in field \"\(field.name)\", expected an identifier")
      }
      bytes += id
    }
  }

  /// Appends the text; false where the row is no document.
  private func appendText(
    _ row: Int, _ fields: DocumentFields, title: Range<Int>, to bytes: inout [UInt8]
  ) throws(RecordFault) -> Bool {
    let isThere = texts.rowValidity?[row] ?? texts.validity[row]
    guard isThere else {
      switch fields.nullText {
      case .refused:
        throw RecordFault("found null in field \"\(fields.text.name)\", expected a string")
      case .empty: return true
      case .skipped: return false
      }
    }
    guard texts.rowOffsets != nil, fields.isParagraphs, case .strings(let strings) = texts.values
    else {
      if let text = try string(texts, row, fields.text) { bytes += text }
      return true
    }
    for (index, paragraph) in texts.range(ofRow: row).enumerated() {
      let text = strings.bytes[strings.range(paragraph)]
      let line = text.last == UInt8(ascii: "\n") ? text.dropLast() : text
      if index == 0 && line.elementsEqual(bytes[title]) { continue }
      bytes += text
      if !text.isEmpty && text.count == line.count { bytes.append(UInt8(ascii: "\n")) }
    }
    return true
  }

  /// The string in a row of a column; nil where it is null.
  private func string(
    _ slice: ParquetSlice, _ row: Int, _ field: RecordField
  ) throws(RecordFault) -> ArraySlice<UInt8>? {
    guard case .strings(let strings) = slice.values, slice.rowOffsets == nil else {
      throw RecordFault(
        "found \(slice.record(atRow: row).name) in field \"\(field.name)\", expected a string")
    }
    return slice.validity[row] ? strings.bytes[strings.range(row)] : nil
  }
}
