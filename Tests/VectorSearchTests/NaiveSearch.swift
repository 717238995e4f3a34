// SPDX-License-Identifier: Apache-2.0

@testable import VectorSearch

/// Vectors of seeded numbers.
func randomVectors(
  _ count: Int, _ dimensions: Int, using generator: inout some RandomNumberGenerator
) -> [Float] {
  (0..<(count * dimensions)).map { _ in Float.random(in: -1...1, using: &generator) }
}

/// The search by its definition: all scores in `Double`, rounded to floats, then sorted.
func naiveSearch(
  _ table: VectorTable, _ similarity: Similarity, _ query: [Float], depth: Int,
  ties: [UInt32]? = nil, among rows: [Int]? = nil
) -> [VectorHit] {
  let query = table.format == .binary ? query.map { $0 > 0 ? 1 : -1 } : query
  let hits = (rows ?? Array(0..<table.count)).map { row in
    VectorHit(row: row, score: naiveScore(table[row], similarity, query))
  }
  let ranked = hits.sorted { a, b in
    if a.score != b.score { return a.score > b.score }
    return (ties?[a.row] ?? UInt32(a.row)) < (ties?[b.row] ?? UInt32(b.row))
  }
  return Array(ranked.prefix(max(0, depth)))
}

/// The score of a vector by its definition; in the lanes of the final scores, whose rounding it has.
func naiveScore(_ row: [Float], _ similarity: Similarity, _ query: [Float]) -> Float {
  func sum(_ value: (Double, Double) -> (Double, Double)) -> Double {
    var lanes = [Double](repeating: 0, count: 16)
    for column in row.indices {
      let (a, b) = value(Double(row[column]), Double(query[column]))
      lanes[column % 16].addProduct(a, b)
    }
    for width in [8, 4, 2, 1] {
      for lane in 0..<width { lanes[lane] += lanes[lane + width] }
    }
    return lanes[0]
  }
  let product = sum { ($0, $1) }
  switch similarity {
  case .innerProduct: return limited(product)
  case .cosine:
    var norm = 0.0
    for value in query { norm.addProduct(Double(value), Double(value)) }
    let lengths = sum { a, _ in (a, a) }.squareRoot() * norm.squareRoot()
    return lengths > 0 ? limited(product / lengths) : 0
  case .euclidean: return limited(-sum { ($0 - $1, $0 - $1) })
  }
}

/// The nearest finite float.
private func limited(_ score: Double) -> Float {
  let largest = Double(Float.greatestFiniteMagnitude)
  return Float(min(largest, max(-largest, score))) + 0
}
