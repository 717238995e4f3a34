// SPDX-License-Identifier: Apache-2.0

import Tensors

/// The leading right singular vectors of a sparse matrix.
///
/// N. Halko, P.-G. Martinsson and J. A. Tropp. Finding structure with randomness: probabilistic
/// algorithms for constructing approximate matrix decompositions. SIAM Review 53, 2011, algorithms
/// 4.4 and 5.1: a random range, power iterations, then an exact decomposition within it.
enum RandomizedSVD {
  /// Directions beyond the wanted ones that the range has.
  static let oversampling = 32
  /// Products with the matrix and its transpose that sharpen the range.
  static let iterations = 3

  /// Columns: as many of `rank` as the matrix has, in order of their singular values.
  ///
  /// The same for any number of threads.
  static func rightVectors(of matrix: SparseRows, rank: Int, threads: Int) async -> DenseColumns {
    let limit = min(matrix.rowCount, matrix.columnCount)
    let rank = min(rank, limit)
    let width = min(rank + oversampling, limit)
    let transposed = matrix.transposed()
    var terms = noise(rows: matrix.columnCount, width: width)
    var documents = await matrix.multiplied(by: terms, threads: threads)
    for _ in 0..<iterations {
      documents.orthonormalize()
      terms = await transposed.multiplied(by: documents, threads: threads)
      terms.orthonormalize()
      documents = await matrix.multiplied(by: terms, threads: threads)
    }
    // The matrix is now documents × termsᵀ, as far as the range holds it; its right vectors are the
    // range's basis turned by those of the smaller factor.
    let eigen = SymmetricEigenvectors(documents.gram(), width: width)
    var turn = [Float](repeating: 0, count: width * width)
    for row in 0..<width {
      for column in 0..<rank where eigen.values[column] > 0 {
        turn[row * width + column] = Float(eigen.vectors[column * width + row])
      }
    }
    terms.multiply(by: turn)
    return terms.leading(rank)
  }

  /// Numbers from -1 to 1: as good a test matrix as normal ones here, and the same everywhere.
  private static func noise(rows: Int, width: Int) -> DenseColumns {
    let result = DenseColumns(rows: rows, width: width)
    for index in 0..<rows * width {
      // The finalizer of SplitMix64.
      var bits = UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      result.start[index] = Float(Int32(truncatingIfNeeded: bits ^ bits >> 31)) / 0x1p31
    }
    return result
  }
}

extension DenseColumns {
  /// The first `count` columns.
  fileprivate func leading(_ count: Int) -> DenseColumns {
    guard count < width else { return self }
    let result = DenseColumns(rows: rows, width: count)
    for row in 0..<rows {
      (result.start + row * count).update(from: start + row * width, count: count)
    }
    return result
  }
}
