// SPDX-License-Identifier: Apache-2.0

import Foundation
import VectorSearch

extension Measure {
  /// Exact search over `table.npy` for `queries.npy`: in a batch, and one query after the other.
  ///
  /// - Parameter way: `f32`, `bf16`, `int8` or `binary`; the last three are rescored from f32, the last
  ///   two as many times the depth as stands behind a colon (`binary:10`).
  static func searchVectors(
    _ folder: String, way: String, depth: Int, repetitions: Int
  ) async throws {
    let table = try VectorFile(folder + "/table.npy").table.converted(to: .float32)
    let queries = try VectorFile(folder + "/queries.npy").table
    let vectors = (0..<queries.count).map { queries[$0] }
    let parts = way.split(separator: ":")
    guard let format = VectorFormat(rawValue: String(parts[0])) else {
      throw CocoaError(.featureUnsupported)
    }
    let isExact = format == .float32
    let search = ExactSearch(
      isExact ? table : try table.converted(to: format), similarity: .innerProduct,
      rescoring: isExact ? nil : table, factor: parts.count > 1 ? Double(parts[1]) : nil)
    let batch = vectors.flatMap { $0 }
    var hits: [[VectorHit]] = []
    let seconds = try await seconds(repetitions: repetitions) {
      hits = try await search.search(batch: batch, depth: depth)
    }
    let single = try Measure.seconds(repetitions: repetitions) {
      for vector in vectors[..<8] { _ = try search.search(vector, depth: depth) }
    }
    let rows = hits.flatMap { $0.map { Int32($0.row) } }
    try rows.withUnsafeBytes { try Data($0).write(to: URL(filePath: folder + "/\(way).i32")) }
    try report(seconds, ["single": single.map { $0 / 8 }])
  }
}
