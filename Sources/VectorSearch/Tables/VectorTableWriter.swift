// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
public import Retrieval

/// Writes a file of vectors, row after row; it gets its name only when it is complete.
///
///     var writer = try VectorTableWriter(path, dimensions: 384, format: .bfloat16)
///     for batch in batches { try writer.append(batch) }
///     try writer.finish()
///
/// Memory in use grows by 4 bytes a row, 8 for int8.
public struct VectorTableWriter: ~Copyable {
  private let path: String
  private let encoder: RowEncoder
  private var file: FileWriter
  private var row: [UInt8]
  private var norms: [Float] = []
  private var scales: [Float] = []
  private var residual: Float = 0
  private var checksum: UInt32 = 0

  /// Starts a file at `path`, beside which it grows until it is finished.
  ///
  /// - Throws: `.unwritable`; `.malformed` for a number of dimensions that no table has.
  public init(_ path: String, dimensions: Int, format: VectorFormat) throws(DataError) {
    try VectorTable.check(dimensions: dimensions, name: path)
    let stride = format.paddedSize(of: dimensions)
    let header = VectorFileLayout.Header(
      format: format.code, dimensions: UInt64(dimensions), stride: UInt64(stride))
    var file = try FileWriter(path)
    try file.write(header.bytes)
    self.path = path
    self.file = file
    encoder = RowEncoder(format: format, dimensions: dimensions)
    row = [UInt8](repeating: 0, count: stride)
  }

  /// The number of rows so far.
  public var count: Int { norms.count }

  /// Adds vectors.
  ///
  /// - Parameter vectors: The vectors one after the other.
  /// - Throws: `.malformed` for a number that is not finite in this format, with row and column;
  ///   `.unwritable`.
  public mutating func append(_ vectors: [Float]) throws(DataError) {
    precondition(vectors.count % encoder.dimensions == 0, "whole vectors are appended")
    for start in stride(from: 0, to: vectors.count, by: encoder.dimensions) {
      try append(row: vectors[start..<(start + encoder.dimensions)])
    }
  }

  /// Adds one vector.
  mutating func append(row vector: ArraySlice<Float>) throws(DataError) {
    let encoder = encoder
    let facts = vector.withUnsafeBufferPointer { vector in
      row.withUnsafeMutableBytes { row in
        Result<RowEncoder.Facts, RowEncoder.Fault> { () throws(RowEncoder.Fault) in
          // Both hold at least one number.
          guard let vector = vector.baseAddress, let row = row.baseAddress else { return .init() }
          return try encoder.encode(vector, into: row)
        }
      }
    }
    switch facts {
    case .failure(let fault):
      throw DataError(fault, row: count, format: encoder.format, file: path)
    case .success(let facts):
      norms.append(facts.norm)
      if encoder.format == .int8 { scales.append(facts.scale) }
      residual = max(residual, facts.residual)
    }
    checksum = row.withUnsafeBytes { crc32($0, after: checksum) }
    try file.write(row)
  }

  /// Writes what belongs behind the rows and gives the file its name.
  ///
  /// - Throws: `.unwritable`.
  public consuming func finish() throws(DataError) {
    let facts = (norms + scales).flatMap { value in
      withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init)
    }
    try file.write(facts)
    let trailer = VectorFileLayout.Trailer(
      rows: UInt64(norms.count), residual: residual, rowsChecksum: checksum,
      factsChecksum: facts.withUnsafeBytes(crc32))
    try file.write(trailer.bytes)
    try file.finish()
  }
}
