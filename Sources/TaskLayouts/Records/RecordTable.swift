// SPDX-License-Identifier: Apache-2.0

import Formats
import Parquet
import Retrieval

/// A table of records: JSON lines, a JSON array, or Parquet, in one file or in shards.
struct RecordTable: Sendable {
  /// The files in order.
  let files: [String]
  /// What a good record looks like, for messages.
  let shape: String

  /// The first file, for messages about the table.
  var name: String { files.first ?? "" }

  /// Where a record is.
  struct Place: Sendable, Hashable {
    /// Number of the file in the table.
    var file: Int
    /// ``Formats/Record/position`` there.
    var position: Int
  }

  /// Calls `body` with every record in order, and where it is.
  ///
  /// - Parameter fields: The wanted fields; `body` knows them by their position here.
  /// - Throws: ``DataError`` with file and line, or file, row group and row.
  func forEachRecord(
    _ fields: [RecordField], _ body: (Record, Place) throws(RecordFault) -> Void
  ) throws(DataError) {
    for (number, file) in files.enumerated() {
      let visit = { (record: Record) throws(RecordFault) in
        try body(record, Place(file: number, position: record.position))
      }
      if try Self.isParquet(file) {
        try ParquetRecords(file, fields, fix: shape).forEachRecord(visit)
      } else {
        try FileBytes(path: file).forEachRecord(fields, fix: shape, visit)
      }
    }
  }

  /// The error for a record that is wrong by itself or together with others.
  func error(at place: Place, _ problem: String) -> DataError {
    let file = files[place.file]
    guard let (line, row) = try? Self.number(of: place.position, in: file) else {
      return DataError(.malformed, file: file, problem, fix: shape)
    }
    return DataError(
      .malformed, file: file, line: line, row.map { "\($0): \(problem)" } ?? problem, fix: shape)
  }

  /// The place in words, for messages about another place.
  func describe(_ place: Place, from other: Place) -> String {
    let file = files[place.file]
    guard let (line, row) = try? Self.number(of: place.position, in: file) else { return file }
    let words = row ?? line.map { "line \($0)" } ?? ""
    return place.file == other.file ? words : "\(words) of \(file)"
  }

  /// Whether the file is Parquet, told by its name or its first bytes.
  static func isParquet(_ file: String) throws(DataError) -> Bool {
    if file.hasSuffix(".parquet") { return true }
    let file = try MappedFile(path: file)
    return withExtendedLifetime(file) { file.bytes.starts(with: Array("PAR1".utf8)) }
  }

  /// Whether the file is an array in JSON.
  static func isArray(_ file: String) throws(DataError) -> Bool {
    try FileBytes(path: file).withBytes { bytes in
      let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      return content.first { $0 > UInt8(ascii: " ") } == UInt8(ascii: "[")
    }
  }

  private static func number(
    of position: Int, in file: String
  ) throws(DataError) -> (line: Int?, row: String?) {
    if try isParquet(file) {
      return (nil, try ParquetFile(path: file).describe(row: position))
    }
    return (try FileBytes(path: file).line(at: position), nil)
  }
}

extension ParquetFile {
  /// A row, from 0, in words that count from 1 as lines are counted.
  func describe(row: Int) -> String {
    var start = 0
    for group in rowGroups {
      start += rowCount(ofRowGroup: group)
      if row < start { return "row \(row + 1) (row group \(group))" }
    }
    return "row \(row + 1)"
  }
}
