// SPDX-License-Identifier: Apache-2.0

import Formats
import Parquet
import Retrieval

/// The records of a Parquet file.
struct ParquetRecords {
  private let file: ParquetFile
  private let fields: [RecordField]
  private let fix: String

  /// Opens the file at `path`, of which `fields` are wanted.
  init(_ path: String, _ fields: [RecordField], fix: String) throws(DataError) {
    file = try ParquetFile(path: path)
    self.fields = fields
    self.fix = fix
  }

  /// Calls `body` with every row in order.
  func forEachRecord(_ body: (Record) throws(RecordFault) -> Void) throws(DataError) {
    var record = Record(fields)
    for group in file.rowGroups {
      var columns: [Column] = []
      for field in fields { columns.append(try file.read(field, rowGroup: group)) }
      for row in 0..<file.rowCount(ofRowGroup: group) {
        for index in columns.indices {
          record.values[index] = try columns[index].value(atRow: row)
        }
        do throws(RecordFault) {
          try body(record)
        } catch {
          throw DataError(
            .malformed, file: file.path,
            "\(file.describe(row: record.position)): \(error.problem)", fix: fix)
        }
        record.position += 1
      }
    }
  }
}

/// A field of one row group.
private enum Column {
  case absent
  /// Plain values, or lists of them.
  case slice(ParquetSlice)
  /// Lists and structs inside each other.
  case nested(NestedRows)

  /// The value in a row; rows are asked for in order.
  mutating func value(atRow row: Int) throws(DataError) -> RecordValue {
    switch self {
    case .absent: return .absent
    case .slice(let slice): return slice.record(atRow: row)
    case .nested(var rows):
      self = .absent
      defer { self = .nested(rows) }
      return try rows.next()
    }
  }
}

extension ParquetFile {
  /// Decodes a field of a row group, under the first of its names that the file has.
  fileprivate func read(_ field: RecordField, rowGroup group: Int) throws(DataError) -> Column {
    if let path = column(field), columns.contains(where: { $0.path == path && $0.listDepth <= 1 }) {
      return .slice(try read(column: path, rowGroup: group))
    }
    for name in field.names where hasField("\(name)") {
      return .nested(try readNested(field: "\(name)", rowGroup: group))
    }
    return .absent
  }

  /// The path of the first column that has one of the field's names.
  func column(_ field: RecordField) -> String? {
    for name in field.names {
      if let column = columns.first(where: { $0.name == "\(name)" }) { return column.path }
    }
    return nil
  }
}

extension ParquetSlice {
  /// What a row holds.
  func record(atRow row: Int) -> RecordValue {
    guard let rowValidity else { return value(row) }
    return rowValidity[row] ? .list(range(ofRow: row).map(value)) : .null
  }

  private func value(_ index: Int) -> RecordValue {
    guard validity[index] else { return .null }
    return switch values {
    case .booleans(let values): .boolean(values[index])
    case .integers(let values): .number(String(values[index]))
    case .doubles(let values): .number(String(values[index]))
    case .strings(let values): .string(values[index])
    }
  }
}
