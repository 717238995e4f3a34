// SPDX-License-Identifier: Apache-2.0

import Tensors
import TestSupport
import Testing

@Suite struct `The decomposition of a symmetric matrix` {
  /// A random symmetric matrix of the given rank, positive semidefinite but for rounding.
  private func matrix(_ width: Int, rank: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let factor = (0..<rank * width).map { _ in Double.random(in: -1...1, using: &generator) }
    return (0..<width * width).map { place in
      (0..<rank).reduce(0) {
        $0 + factor[$1 * width + place / width] * factor[$1 * width + place % width]
      }
    }
  }

  /// Whether values descend, and vectors are orthonormal and images of themselves.
  private func check(_ matrix: [Double], _ width: Int, tolerance: Double = 1e-12) {
    let eigen = SymmetricEigenvectors(matrix, width: width)
    #expect(eigen.values.count == width && eigen.vectors.count == width * width)
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    let scale = max(eigen.values.map(\.magnitude).max() ?? 0, 1e-290)
    var worst = 0.0
    for index in 0..<width {
      let vector = Array(eigen.vectors[index * width..<(index + 1) * width])
      for row in 0..<width {
        let image = (0..<width).reduce(0) { $0 + matrix[row * width + $1] * vector[$1] }
        worst = max(worst, abs(image - eigen.values[index] * vector[row]) / scale)
        let product = (0..<width).reduce(0) { $0 + eigen.vectors[row * width + $1] * vector[$1] }
        worst = max(worst, abs(product - (row == index ? 1 : 0)))
      }
    }
    #expect(worst < tolerance)
  }

  @Test(arguments: [1, 2, 3, 5, 24, 60])
  func `gives orthonormal vectors that it maps to multiples of themselves`(width: Int) {
    check(matrix(width, rank: width, seed: 8), width)
  }

  @Test func `works where values are equal, zero or far apart`() {
    check(matrix(30, rank: 4, seed: 2), 30)
    check([Double](repeating: 0, count: 25), 5)
    check([Double](repeating: 1, count: 100), 10)
    check((0..<64).map { $0 % 9 == 0 ? 1 : 0 }, 8)
    check((0..<64).map { $0 % 9 == 0 ? Double($0 - 30) : 0 }, 8)
    check(matrix(12, rank: 12, seed: 4).map { $0 * 1e-150 }, 12)
    check(matrix(12, rank: 12, seed: 4).map { $0 * 1e150 }, 12)
    let scales = (0..<12).map { index in (0..<index).reduce(1.0) { value, _ in value * 0.03 } }
    let graded = matrix(12, rank: 12, seed: 6).enumerated().map { place, value in
      value * scales[place / 12] * scales[place % 12]
    }
    check(graded, 12)
    check([], 0)
  }

  @Test func `knows a matrix by hand`() {
    let eigen = SymmetricEigenvectors([2, 1, 0, 1, 2, 0, 0, 0, -5], width: 3)
    #expect(zip(eigen.values, [3, 1, -5]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(abs(eigen.vectors[0] * eigen.vectors[1] - 0.5) < 1e-14)
  }

  @Test func `ends where there are no numbers`() {
    _ = SymmetricEigenvectors([1, .nan, .nan, .infinity], width: 2)
    _ = SymmetricEigenvectors([Double](repeating: .nan, count: 36), width: 6)
  }
}
