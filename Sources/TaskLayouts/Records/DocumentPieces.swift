// SPDX-License-Identifier: Apache-2.0

import Formats
import Parquet
import Retrieval

/// A part of a table that one thread takes and decodes to a batch of documents.
enum DocumentPiece: Sendable {
  /// Whole JSON lines.
  case lines(LineChunk, DocumentFields)
  /// Rows of a Parquet file.
  case rows(ParquetDocuments, rowGroup: Int)

  /// The number of records; not all of them need be documents.
  var rowCount: Int {
    switch self {
    case .lines(let chunk, _): chunk.contentLines(from: 1).lines.count
    case .rows(let documents, let group): documents.file.rowCount(ofRowGroup: group)
    }
  }

  /// Decodes the documents.
  ///
  /// - Parameter firstRow: Number of the piece's first record in the table.
  func decode(firstRow: Int) throws(DataError) -> DocumentBatch {
    switch self {
    case .lines(let chunk, let fields):
      var decoder = DocumentLineDecoder(fields)
      return try decoder.decode(chunk, firstRow: firstRow)
    case .rows(let documents, let group):
      return try documents.decode(rowGroup: group, firstRow: firstRow).batch
    }
  }

  /// Where document `number` of this piece stands, a line or a row from 1, and how many documents
  /// there are; the place is nil when there are not so many.
  func place(ofDocument number: Int) throws(DataError) -> (place: Int?, count: Int) {
    switch self {
    case .lines(let chunk, let fields):
      var decoder = DocumentLineDecoder(fields, keepsOffsets: true)
      _ = try decoder.decode(chunk)
      let offsets = decoder.offsets
      return (number < offsets.count ? chunk.line(at: offsets[number]) : nil, offsets.count)
    case .rows(let documents, let group):
      let start = (0..<group).reduce(1) { $0 + documents.file.rowCount(ofRowGroup: $1) }
      let rows = try documents.decode(rowGroup: group, firstRow: 0).rows
      return (number < rows.count ? start + rows[number] : nil, rows.count)
    }
  }
}

/// Cuts one file of a table into pieces.
enum DocumentPieces {
  /// Chunks of whole lines.
  case lines(LineChunks, DocumentFields)
  /// Row groups, from `next` on.
  case rows(ParquetDocuments, next: Int)

  /// Opens the file at `path`.
  init(_ path: String, _ fields: DocumentFields, chunkSize: Int) throws(DataError) {
    if try RecordTable.isParquet(path) {
      self = .rows(try ParquetDocuments(path, fields), next: 0)
    } else {
      self = .lines(try LineChunks(try MappedFile(path: path), size: chunkSize), fields)
    }
  }

  /// The next piece, nil at the end.
  mutating func next() throws(DataError) -> DocumentPiece? {
    switch self {
    case .lines(let chunks, let fields):
      return try chunks.next().map { .lines($0, fields) }
    case .rows(let documents, let group):
      guard group < documents.file.rowGroups.upperBound else { return nil }
      self = .rows(documents, next: group + 1)
      return .rows(documents, rowGroup: group)
    }
  }
}
