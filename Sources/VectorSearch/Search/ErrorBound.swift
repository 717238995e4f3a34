// SPDX-License-Identifier: Apache-2.0

/// How far the score of a first pass can be from the final one.
///
/// A first pass computes in floats, in the table's format, in whichever order is fastest. What it must
/// not do is lose a row: if every first score is within E of the final one, then all of the best k
/// are among the rows whose first score is at least the k-th first score less 2E. E comes from the
/// Cauchy–Schwarz inequality and the standard bound of rounding in sums, γ(n) = n·u / (1 − n·u)
/// (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1).
struct ErrorBound: Sendable {
  /// The unit of rounding of a float.
  private static let unit = 0x1p-24
  /// Squares of lengths below this cannot overflow a float, nor can sums of them.
  private static let largestSquare = 1e36
  /// Reciprocals of lengths above this are floats with room for sums.
  private static let smallestNorm = 1e-25

  let similarity: Similarity
  let dimensions: Int
  /// Whether products are exact until they are scaled.
  let isExact: Bool
  /// The largest length of a vector, and the smallest above 0.
  let norms: (largest: Double, smallest: Double)
  let hasZeroVectors: Bool
  /// How far a vector of the table is from the one that scores it, at most.
  let residual: Double

  /// The bound over a table that another may rescore.
  init(_ table: VectorTable, rescoring finer: VectorTable?, similarity: Similarity) {
    self.similarity = similarity
    dimensions = table.dimensions
    isExact = table.format == .int8 || table.format == .binary
    var (largest, smallest) = (Float(0), Float.infinity)
    var hasZeroVectors = false
    for norm in table.norms {
      largest = max(largest, norm)
      if norm > 0 { smallest = min(smallest, norm) } else { hasZeroVectors = true }
    }
    // Norms are rounded to floats.
    norms = (Double(largest.nextUp), Double(smallest))
    self.hasZeroVectors = hasZeroVectors
    residual = finer == nil ? 0 : Self.residual(table, largest: Double(largest))
  }

  /// Whether a query's first pass stays finite; else its rows are scored one by one.
  func holds(_ query: PreparedQuery) -> Bool {
    let length = similarity == .cosine ? 1 : query.norm
    guard (length + norms.largest) * (length + norms.largest) < Self.largestSquare else {
      return false
    }
    return similarity != .cosine || norms.smallest > Self.smallestNorm
  }

  /// The bound for a query whose numbers were rounded by a vector of length `rounding`.
  ///
  /// In units of a first pass: products, and for Euclidean distances half the score.
  func value(_ query: PreparedQuery, rounding: Double) -> Double {
    let terms = isExact ? 32 : Double(dimensions + 32)
    let sums = terms * Self.unit / (1 - terms * Self.unit)
    // The query itself is rounded to floats when it is brought to length 1.
    let length = (similarity == .cosine ? 1 : query.norm) + rounding
    let least = Double(dimensions) * 1e-36 * (1 + length + norms.largest)
    switch similarity {
    case .innerProduct:
      return (rounding + sums * length) * norms.largest + length * residual
        + 8 * Self.unit * length * (norms.largest + residual) + least
    case .cosine:
      guard residual == 0 || !hasZeroVectors else { return 2 }
      let relative = residual == 0 ? 0 : 2 * residual / norms.smallest
      return min(2, rounding + sums * length + length * relative + 16 * Self.unit + least * 1e25)
    case .euclidean:
      let both = length + norms.largest + residual
      return (rounding + sums * length) * norms.largest + residual * both
        + 16 * Self.unit * both * both + least
    }
  }

  /// What rounding to the table's format did to its vectors at most.
  private static func residual(_ table: VectorTable, largest: Double) -> Double {
    if let known = table.residual { return Double(known) }
    switch table.format {
    case .float32: return 0
    case .bfloat16: return largest * 0x1p-8 + 1e-37
    case .float16: return largest * 0x1p-11 + Double(table.dimensions) * 0x1p-24
    case .int8, .binary: return .infinity
    }
  }
}
