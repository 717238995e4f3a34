// SPDX-License-Identifier: Apache-2.0

import Tensors

extension DenseColumns {
  /// The Gram matrix of the columns, `selfᵀ × self`, width × width.
  func gram() -> [Double] { RowOperations.gram(start, rows: rows, width: width) }

  /// Makes the columns an orthonormal basis of what they span; directions that are nothing but
  /// rounding become zero columns.
  ///
  /// Cholesky QR with a shift, three times: T. Fukaya, R. Kannan, Y. Nakatsukasa, Y. Yamamoto and
  /// Y. Yanagisawa. Shifted Cholesky QR for computing the QR factorization of ill-conditioned
  /// matrices. SIAM J. Sci. Comput. 42, 2020.
  func orthonormalize() {
    for round in 0..<3 {
      let gram = gram()
      let trace = (0..<width).reduce(0) { $0 + gram[$1 * width + $1] }
      guard trace > 0 else { return }
      let inverse = Self.inverseFactor(
        gram, width, shift: round == 0 ? trace * 1e-6 / Double(width) : 0,
        threshold: trace / Double(width) * 1e-9)
      multiply(by: inverse)
    }
  }

  /// The inverse of the upper triangular factor R of `gram = Rᵀ R`; zero columns where a pivot is
  /// below the threshold.
  private static func inverseFactor(
    _ gram: [Double], _ width: Int, shift: Double, threshold: Double
  ) -> [Float] {
    var lower = [Double](repeating: 0, count: width * width)
    var isKept = [Bool](repeating: true, count: width)
    for row in 0..<width {
      for column in 0...row {
        var sum = gram[row * width + column] + (row == column ? shift : 0)
        for index in 0..<column {
          sum -= lower[row * width + index] * lower[column * width + index]
        }
        if row == column {
          isKept[row] = sum > threshold
          lower[row * width + row] = isKept[row] ? sum.squareRoot() : 0
        } else if isKept[column] {
          lower[row * width + column] = sum / lower[column * width + column]
        }
      }
    }
    // Columns of R⁻¹ are rows of the inverse of the lower factor.
    var inverse = [Float](repeating: 0, count: width * width)
    var solution = [Double](repeating: 0, count: width)
    for column in 0..<width where isKept[column] {
      for row in (0...column).reversed() {
        var sum: Double = row == column ? 1 : 0
        for index in row + 1..<max(row + 1, column + 1) {
          sum -= lower[index * width + row] * solution[index]
        }
        solution[row] = isKept[row] ? sum / lower[row * width + row] : 0
      }
      for row in 0...column { inverse[row * width + column] = Float(solution[row]) }
    }
    return inverse
  }

  /// `self = self × right`, which is width × width, row-major.
  func multiply(by right: [Float]) {
    let block = 1024
    let product = FloatBuffer(count: block * width)
    right.withUnsafeBufferPointer { right in
      guard let base = right.baseAddress else { return }
      for first in stride(from: 0, to: rows, by: block) {
        let count = min(block, rows - first)
        RowOperations.multiply(
          RowOperations.Matrix(start + first * width, stride: width),
          RowOperations.Matrix(base, stride: width), transposed: false,
          shape: (count, width, width), into: product.start, stride: width)
        (start + first * width).update(from: product.start, count: count * width)
      }
    }
  }
}
