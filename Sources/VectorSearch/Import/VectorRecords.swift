// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Vectors in JSON lines, with their identifiers.
struct VectorRecords {
  private static let advice = #"each line is {"id": "…", "vector": [0.1, -0.2]}"#

  let table: VectorTable
  let ids: IdentifierTable

  /// Reads all records of a file.
  init(path: String) throws(DataError) {
    let file = try FileBytes(path: path)
    var index = IdentifierIndex()
    var lines: [Int] = []
    var vectors: [Float] = []
    try file.forEachJSONLine(["id", "_id", "vector", "embedding"], fix: Self.advice) {
      line throws(JSONFault.Reason) in
      var found = try line.identifier(0)
      if found == nil { found = try line.identifier(1) }
      guard var id = found else {
        throw .content("found no field \"id\", expected the vector's identifier")
      }
      let row = id.withUTF8 { index.insert(UnsafeRawBufferPointer($0)) }
      guard row == lines.count else {
        throw .content(
          "found \(id) for the second time, expected each identifier once; the first is in line "
            + "\(file.line(at: lines[row]))")
      }
      lines.append(line.offset)
      try Self.append(line, row, to: &vectors)
    }
    guard index.count > 0 else {
      throw DataError(
        .malformed, file: path, "found no vectors, expected one a line", fix: Self.advice)
    }
    ids = index.identifiers
    table = try VectorTable(vectors, dimensions: vectors.count / index.count, name: path)
  }

  /// Adds the numbers of one record, of which all have as many.
  private static func append(
    _ line: JSONLine, _ row: Int, to vectors: inout [Float]
  ) throws(JSONFault.Reason) {
    let start = vectors.count
    var isThere = try line.appendNumbers(2, to: &vectors)
    if !isThere { isThere = try line.appendNumbers(3, to: &vectors) }
    guard isThere else {
      throw .content("found no field \"vector\", expected a list of numbers")
    }
    let found = vectors.count - start
    let expected = row == 0 ? found : start / row
    guard found == expected, found > 0 else {
      throw .content("found \(found) numbers, expected \(row == 0 ? "some" : "\(expected)")")
    }
    if let column = vectors[start...].firstIndex(where: { !$0.isFinite }) {
      throw .content(
        "found a number beyond floats in column \(column - start) (from 0), expected a finite number"
      )
    }
  }
}
