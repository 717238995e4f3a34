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
    let columns = fields.map { file.column($0) }
    var record = Record(fields)
    for group in file.rowGroups {
      var slices: [ParquetSlice?] = []
      for column in columns {
        let slice: ParquetSlice? =
          if let column { try file.read(column: column, rowGroup: group) } else { nil }
        slices.append(slice)
      }
      for row in 0..<file.rowCount(ofRowGroup: group) {
        for (index, slice) in slices.enumerated() {
          record.values[index] = slice?.record(atRow: row) ?? .absent
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

extension ParquetFile {
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
