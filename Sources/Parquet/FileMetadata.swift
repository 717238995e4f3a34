// SPDX-License-Identifier: Apache-2.0

/// The part of a file's footer that reading needs (parquet.thrift: `FileMetaData`).
struct FileMetadata: Sendable {
  var schema: [SchemaElement] = []
  var rowCount = 0
  var rowGroups: [RowGroup] = []

  struct SchemaElement: Sendable {
    var type: Int?
    var length = 0
    var repetition = 0
    var name = ""
    var children = 0
    var convertedType: Int?
  }

  struct RowGroup: Sendable {
    var rowCount = 0
    var chunks: [Chunk] = []
  }

  /// One column's pages in one row group.
  struct Chunk: Sendable {
    var type = -1
    var path: [String] = []
    var codec = 0
    var valueCount = 0
    var uncompressedSize = 0
    var compressedSize = 0
    var dataOffset = -1
    var dictionaryOffset: Int?
    var otherFile: String?

    /// Where the chunk's first page starts. Some writers put 0 for "no dictionary".
    var start: Int {
      guard let dictionaryOffset, dictionaryOffset > 0 else { return dataOffset }
      return min(dictionaryOffset, dataOffset)
    }
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(ParquetFault) {
    var reader = ThriftReader(bytes)
    var last = 0
    while let field = try reader.field(after: last) {
      last = field.id
      switch (field.id, field.kind) {
      case (2, .list):
        for _ in 0..<(try reader.list(of: .structure)) { schema.append(try .init(&reader)) }
      case (3, .int64): rowCount = try reader.integer()
      case (4, .list):
        for _ in 0..<(try reader.list(of: .structure)) { rowGroups.append(try .init(&reader)) }
      case (8, .structure):
        throw .unsupported("found an encrypted footer", "write the file without encryption")
      default: try reader.skip(field.kind)
      }
    }
    try checkRows()
  }

  /// The row groups' sizes must make the file's.
  private func checkRows() throws(ParquetFault) {
    var total = 0
    for (index, group) in rowGroups.enumerated() {
      guard group.rowCount >= 0 else {
        throw .damaged("found \(group.rowCount) rows in row group \(index)")
      }
      guard group.rowCount <= ParquetLimits.values else {
        throw .unsupported(
          "found \(group.rowCount) rows in row group \(index), expected at most "
            + "\(ParquetLimits.values)",
          "write the file with smaller row groups")
      }
      total += group.rowCount
    }
    guard total == rowCount else {
      throw .damaged("found \(total) rows in the row groups, expected \(rowCount) as declared")
    }
  }
}

extension FileMetadata.SchemaElement {
  init(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: last) {
      last = field.id
      switch (field.id, field.kind) {
      case (1, .int32): type = try reader.integer()
      case (2, .int32): length = try reader.integer()
      case (3, .int32): repetition = try reader.integer()
      case (4, .binary): name = try reader.text()
      case (5, .int32): children = try reader.integer()
      case (6, .int32): convertedType = try reader.integer()
      default: try reader.skip(field.kind)
      }
    }
  }
}

extension FileMetadata.RowGroup {
  init(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: last) {
      last = field.id
      switch (field.id, field.kind) {
      case (1, .list):
        for _ in 0..<(try reader.list(of: .structure)) { chunks.append(try .init(&reader)) }
      case (3, .int64): rowCount = try reader.integer()
      default: try reader.skip(field.kind)
      }
    }
  }
}

extension FileMetadata.Chunk {
  init(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: last) {
      last = field.id
      switch (field.id, field.kind) {
      case (1, .binary): otherFile = try reader.text()
      case (3, .structure): try readMetadata(&reader)
      case (8, .structure):
        throw .unsupported("found an encrypted column", "write the file without encryption")
      default: try reader.skip(field.kind)
      }
    }
  }

  private mutating func readMetadata(_ reader: inout ThriftReader) throws(ParquetFault) {
    var last = 0
    while let field = try reader.field(after: last) {
      last = field.id
      switch (field.id, field.kind) {
      case (1, .int32): type = try reader.integer()
      case (3, .list):
        for _ in 0..<(try reader.list(of: .binary)) { path.append(try reader.text()) }
      case (4, .int32): codec = try reader.integer()
      case (5, .int64): valueCount = try reader.integer()
      case (6, .int64): uncompressedSize = try reader.integer()
      case (7, .int64): compressedSize = try reader.integer()
      case (9, .int64): dataOffset = try reader.integer()
      case (11, .int64): dictionaryOffset = try reader.integer()
      default: try reader.skip(field.kind)
      }
    }
  }
}
