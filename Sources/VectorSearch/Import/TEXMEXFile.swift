// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// `.fvecs` and `.bvecs` as the TEXMEX collections have them (http://corpus-texmex.irisa.fr): each
/// vector is its number of dimensions, 32 bits little-endian, and so many floats or bytes.
enum TEXMEXFile {
  /// The vectors of a file: floats mapped, bytes as floats in memory.
  static func table(path: String, isBytes: Bool) throws(DataError) -> VectorTable {
    let file = try MappedFile(path: path)
    let kind: FloatRows.Kind = isBytes ? .uint8 : .mapped(.float32)
    guard file.count >= 4 else {
      throw fault(path, "found \(file.count) bytes, expected vectors, each after its dimensions")
    }
    let dimensions = Int(file.bytes.number(at: 0, as: Int32.self))
    guard (1...VectorFormat.mostDimensions).contains(dimensions) else {
      throw fault(
        path, "found \(dimensions) dimensions, expected 1 to \(VectorFormat.mostDimensions)")
    }
    let stride = 4 + dimensions * kind.size
    guard file.count % stride == 0 else {
      throw fault(
        path,
        "found \(file.count) bytes, expected a multiple of the \(stride) of a vector with "
          + "\(dimensions) dimensions")
    }
    let rows = file.count / stride
    for row in 0..<rows {
      let found = file.bytes.number(at: row * stride, as: Int32.self)
      guard found == dimensions else {
        throw fault(
          path, "found \(found) dimensions in row \(row) (from 0), expected \(dimensions)")
      }
      if row % 65_536 == 65_535 { file.release(0..<(row * stride)) }
    }
    return try FloatRows(
      path: path, offset: 4, rows: rows, dimensions: dimensions, kind: kind, gap: 4
    ).table()
  }

  private static func fault(_ path: String, _ found: String) -> DataError {
    DataError(.malformed, file: path, found, fix: "get the file again")
  }
}
