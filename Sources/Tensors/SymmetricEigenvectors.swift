// SPDX-License-Identifier: Apache-2.0

/// Eigenvalues and eigenvectors of a symmetric matrix: made tridiagonal by Householder reflections,
/// then diagonal by implicit QL steps with Wilkinson's shift (Golub and Van Loan, Matrix Computations,
/// sections 8.3.1 and 8.3.5; imtql2 of EISPACK).
///
/// Errors are a small multiple of the machine's precision times the largest eigenvalue.
public struct SymmetricEigenvectors {
  /// Descending.
  public let values: [Double]
  /// Row `i` is the vector of value `i`.
  public let vectors: [Double]

  /// Decomposes `matrix`, `width` × `width`; takes some 10 `width`³ operations.
  public init(_ matrix: [Double], width: Int) {
    precondition(matrix.count == width * width, "a square matrix")
    var work = Tridiagonal(matrix, width)
    work.diagonalize()
    let order = (0..<width).sorted { (work.diagonal[$1], $0) < (work.diagonal[$0], $1) }
    values = order.map { work.diagonal[$0] }
    vectors = order.flatMap { work.vectors[$0 * width..<($0 + 1) * width] }
  }
}

/// A tridiagonal matrix that is the given one in another basis.
private struct Tridiagonal {
  /// At last the eigenvalues.
  var diagonal: [Double]
  /// Beside the diagonal; the last is 0.
  var beside: [Double]
  /// The basis, a vector a row, so that a rotation works on two rows.
  var vectors: [Double]
  let width: Int

  init(_ matrix: [Double], _ width: Int) {
    self.width = width
    diagonal = [Double](repeating: 0, count: width)
    beside = diagonal
    vectors = [Double](repeating: 0, count: width * width)
    var matrix = matrix
    var factors = diagonal
    matrix.withUnsafeMutableBufferPointer { matrix in
      guard let start = matrix.baseAddress else { return }
      for step in 0..<max(0, width - 2) { factors[step] = reflect(start, step) }
      for index in 0..<width { diagonal[index] = start[index * width + index] }
      if width > 1 { beside[width - 2] = start[(width - 2) * width + width - 1] }
      makeBasis(start, factors)
    }
  }

  /// Reflects all rows and columns behind `step` so that column `step` is zero below the one beside
  /// the diagonal; row `step` keeps the reflection's vector v.
  ///
  /// - Returns: The factor β of the reflection I − β v vᵀ.
  private mutating func reflect(_ matrix: UnsafeMutablePointer<Double>, _ step: Int) -> Double {
    let count = width - step - 1
    let vector = matrix + step * width + step + 1
    let largest = (0..<count).reduce(0) { max($0, vector[$1].magnitude) }
    guard largest > 0 else { return 0 }
    let sum = (0..<count).reduce(0) { $0 + (vector[$1] / largest) * (vector[$1] / largest) }
    let length = largest * sum.squareRoot()
    let image = vector[0] < 0 ? length : -length
    beside[step] = image
    vector[0] -= image
    // vᵀv = 2 (length² + length |x₀|)
    let factor = 1 / (length * vector[0].magnitude)
    guard factor.isFinite else { return 0 }
    let trailing = matrix + (step + 1) * width + step + 1
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { room in
      guard let product = room.baseAddress else { return }
      product.initialize(repeating: 0, count: count)
      for row in 0..<count {
        Self.add(factor * vector[row], trailing + row * width, to: product, count)
      }
      let half = factor / 2 * (0..<count).reduce(0) { $0 + product[$1] * vector[$1] }
      Self.add(-half, vector, to: product, count)
      for row in 0..<count {
        Self.add(-vector[row], product, to: trailing + row * width, count)
        Self.add(-product[row], vector, to: trailing + row * width, count)
      }
    }
    return factor
  }

  /// Multiplies the reflections, the last first; rows of ``vectors`` are columns of their product.
  private mutating func makeBasis(_ matrix: UnsafeMutablePointer<Double>, _ factors: [Double]) {
    for index in 0..<width { vectors[index * width + index] = 1 }
    vectors.withUnsafeMutableBufferPointer { buffer in
      guard let basis = buffer.baseAddress else { return }
      for step in (0..<max(0, width - 2)).reversed() where factors[step] > 0 {
        let count = width - step - 1
        let vector = matrix + step * width + step + 1
        for row in step + 1..<width {
          let part = basis + row * width + step + 1
          let product = (0..<count).reduce(0) { $0 + part[$1] * vector[$1] }
          Self.add(-factors[step] * product, vector, to: part, count)
        }
      }
    }
  }

  mutating func diagonalize() {
    for first in 0..<width {
      // Two or three steps an eigenvalue are usual.
      for _ in 0..<60 {
        var last = first
        while last < width - 1, beside[last].magnitude > negligible(last) { last += 1 }
        if last == first { break }
        step(first, last)
      }
    }
  }

  private func negligible(_ index: Int) -> Double {
    (diagonal[index].magnitude + diagonal[index + 1].magnitude) * 0x1p-53
  }

  /// One QL step on rows `first` to `last`.
  private mutating func step(_ first: Int, _ last: Int) {
    let slope = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
    let root = Self.length(slope, 1)
    var bulge =
      diagonal[last] - diagonal[first]
      + beside[first] / (slope + (slope < 0 ? -root : root))
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for index in (first..<last).reversed() {
      let off = sine * beside[index]
      let rest = cosine * beside[index]
      let length = Self.length(off, bulge)
      beside[index + 1] = length
      guard length > 0 else {
        diagonal[index + 1] -= shift
        beside[last] = 0
        return
      }
      sine = off / length
      cosine = bulge / length
      let value = diagonal[index + 1] - shift
      let change = (diagonal[index] - value) * sine + 2 * cosine * rest
      shift = sine * change
      diagonal[index + 1] = value + shift
      bulge = cosine * change - rest
      rotate(index, cosine, sine)
    }
    diagonal[first] -= shift
    beside[first] = bulge
    beside[last] = 0
  }

  /// Turns vectors `row` and `row + 1`.
  private mutating func rotate(_ row: Int, _ cosine: Double, _ sine: Double) {
    vectors.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let (left, right) = (start + row * width, start + (row + 1) * width)
      for index in 0..<width {
        let value = right[index]
        right[index] = sine * left[index] + cosine * value
        left[index] = cosine * left[index] - sine * value
      }
    }
  }

  private static func add(
    _ factor: Double, _ row: UnsafePointer<Double>, to sum: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    for index in 0..<count { sum[index] += factor * row[index] }
  }

  /// √(x² + y²), without overflow on the way.
  private static func length(_ x: Double, _ y: Double) -> Double {
    let (large, small) = (max(x.magnitude, y.magnitude), min(x.magnitude, y.magnitude))
    guard large > 0 else { return 0 }
    let ratio = small / large
    return large * (1 + ratio * ratio).squareRoot()
  }
}
