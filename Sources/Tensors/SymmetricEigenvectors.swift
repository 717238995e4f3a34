// SPDX-License-Identifier: Apache-2.0

/// Eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations (Golub and
/// Van Loan, Matrix Computations, section 8.5).
public struct SymmetricEigenvectors {
  /// Descending.
  public let values: [Double]
  /// Row `i` is the vector of value `i`.
  public let vectors: [Double]

  /// Decomposes `matrix`, `width` × `width`.
  public init(_ matrix: [Double], width: Int) {
    var work = Rotations(matrix, width)
    for _ in 0..<60 where work.isDiagonal == false { work.sweep() }
    let order = (0..<width).sorted {
      (work.matrix[$1 * width + $1], $0) < (work.matrix[$0 * width + $0], $1)
    }
    values = order.map { work.matrix[$0 * width + $0] }
    vectors = order.flatMap { work.vectors[$0 * width..<($0 + 1) * width] }
  }

  private struct Rotations {
    var matrix: [Double]
    /// Transposed, so that a rotation works on two rows.
    var vectors: [Double]
    let width: Int

    init(_ matrix: [Double], _ width: Int) {
      self.matrix = matrix
      self.width = width
      vectors = [Double](repeating: 0, count: width * width)
      for index in 0..<width { vectors[index * width + index] = 1 }
    }

    /// Whether what is off the diagonal is rounding.
    var isDiagonal: Bool {
      var off = 0.0
      var all = 0.0
      for row in 0..<width {
        for column in 0..<width {
          let square = matrix[row * width + column] * matrix[row * width + column]
          all += square
          if row != column { off += square }
        }
      }
      return off <= all * 1e-24
    }

    mutating func sweep() {
      matrix.withUnsafeMutableBufferPointer { matrix in
        vectors.withUnsafeMutableBufferPointer { vectors in
          for p in 0..<width {
            for q in p + 1..<max(p + 1, width) {
              Self.rotate(matrix, vectors, p, q, width)
            }
          }
        }
      }
    }

    private static func rotate(
      _ matrix: UnsafeMutableBufferPointer<Double>, _ vectors: UnsafeMutableBufferPointer<Double>,
      _ p: Int, _ q: Int, _ width: Int
    ) {
      let off = matrix[p * width + q]
      let scale = (matrix[p * width + p] * matrix[q * width + q]).magnitude.squareRoot()
      guard off.magnitude > 1e-300, off.magnitude > scale * 1e-18 else { return }
      let theta = (matrix[q * width + q] - matrix[p * width + p]) / (2 * off)
      let tangent =
        (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
      let cosine = 1 / (tangent * tangent + 1).squareRoot()
      let sine = tangent * cosine
      for index in 0..<width {
        let left = matrix[index * width + p]
        let right = matrix[index * width + q]
        matrix[index * width + p] = cosine * left - sine * right
        matrix[index * width + q] = sine * left + cosine * right
      }
      for rows in [matrix, vectors] {
        for index in 0..<width {
          let left = rows[p * width + index]
          let right = rows[q * width + index]
          rows[p * width + index] = cosine * left - sine * right
          rows[q * width + index] = sine * left + cosine * right
        }
      }
    }
  }
}
