// SPDX-License-Identifier: Apache-2.0

import Kernels
import Retrieval

/// The one definition of a score: whatever finds a row, its score is computed here.
///
/// Sums in `Double` (``RowNumbers/compare(_:with:count:with:)``), rounded to the nearest float, since
/// run files and evaluation compare floats. Sums over floats stay finite in `Double`; a score beyond
/// floats is the largest finite float of its sign.
struct FinalScores: Sendable {
  let table: VectorTable
  let similarity: Similarity
  let set: InstructionSet

  /// The score of a row; `room` holds one row of floats.
  ///
  /// - Throws: `.malformed` where the row holds a number that is not finite: the file was damaged.
  func score(
    _ row: Int, _ query: PreparedQuery, room: UnsafeMutablePointer<Float>
  ) throws(DataError) -> Float {
    if table.format == .binary, !query.bits.isEmpty { return score(bits: row, query) }
    let start: UnsafeRawPointer
    if table.format == .float32 {
      start = table.start(of: row)
    } else {
      table.widen(row: row, into: room, with: set)
      start = UnsafeRawPointer(room)
    }
    let sums = query.vector.withUnsafeBufferPointer { vector -> RowNumbers.Comparison? in
      guard let vector = vector.baseAddress else { return nil }
      return RowNumbers.compare(start, with: vector, count: table.dimensions, with: set)
    }
    guard let sums, sums.square.isFinite else {
      throw DataError(
        .malformed, file: table.name, "found a number in row \(row) that is not finite",
        fix: "the file was damaged: make it again")
    }
    // Adding 0 makes the negative zero positive: they are equal, and so are their bits.
    return Float(clamping: value(sums, query)) + 0
  }

  /// The score of a row of bits, all of whose sums are whole numbers.
  private func score(bits row: Int, _ query: PreparedQuery) -> Float {
    let start = table.start(of: row)
    var differing = 0
    for (element, word) in query.bits.enumerated() {
      let bits = start.loadUnaligned(fromByteOffset: 8 * element, as: UInt64.self)
      differing += (bits ^ word).nonzeroBitCount
    }
    let (product, square) = (Double(table.dimensions - 2 * differing), Double(table.dimensions))
    let sums = RowNumbers.Comparison(
      product: product, square: square, squaredDistance: Double(4 * differing))
    return Float(clamping: value(sums, query)) + 0
  }

  private func value(_ sums: RowNumbers.Comparison, _ query: PreparedQuery) -> Double {
    switch similarity {
    case .innerProduct: sums.product
    case .cosine:
      sums.square > 0 && query.norm > 0 ? sums.product / (sums.square.squareRoot() * query.norm) : 0
    case .euclidean: -sums.squaredDistance
    }
  }
}
