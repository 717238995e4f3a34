// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
public import VectorSearch

/// How vectors are kept and searched.
public struct VectorStorage: Sendable, Hashable {
  /// The format in which all vectors are looked at.
  public var format: VectorFormat
  /// How many times the depth is scored again with the vectors in float32; nil when the format's own
  /// scores are final.
  public var rescoring: Double?
  /// What makes a vector near.
  public var similarity: Similarity

  /// Kept in `format` and compared by `similarity`.
  public init(
    format: VectorFormat = .float32, rescoring: Double? = nil, similarity: Similarity = .cosine
  ) {
    self.format = format
    self.rescoring = rescoring
    self.similarity = similarity
  }
}

/// The tables of an index.
struct StoredVectors: Sendable {
  /// What all of is looked at.
  var table: VectorTable
  /// The same in float32, where the best are scored again.
  var finer: VectorTable?
  /// Bytes of the files.
  var sizeOnDisk: Int
}

/// Writes the tables of an index, row by row.
struct StoredVectorsWriter: ~Copyable {
  private let path: String
  private var table: VectorTableWriter
  private var finer: VectorTableWriter?

  /// Tables in `folder`.
  init(_ storage: VectorStorage, dimensions: Int, folder: String) throws(DataError) {
    let path = folder + "/vectors"
    let table = try VectorTableWriter(path, dimensions: dimensions, format: storage.format)
    var finer: VectorTableWriter?
    if storage.rescoring != nil, storage.format != .float32 {
      finer = try VectorTableWriter(
        Self.finerPath(path), dimensions: dimensions, format: .float32)
    }
    self.path = path
    self.table = table
    self.finer = finer
  }

  /// Adds rows.
  mutating func append(_ rows: [Float]) throws(DataError) {
    try table.append(rows)
    try finer?.append(rows)
  }

  /// The finished tables, mapped.
  consuming func finish() throws(DataError) -> StoredVectors {
    let path = path
    try table.finish()
    var paths = [path]
    if let finer {
      try finer.finish()
      paths.append(Self.finerPath(path))
    }
    return StoredVectors(
      table: try VectorTable.open(path),
      finer: paths.count > 1 ? try VectorTable.open(paths[1]) : nil,
      sizeOnDisk: paths.reduce(0) { $0 + (fileSize($1) ?? 0) })
  }

  private static func finerPath(_ path: String) -> String { path + ".f32" }
}
