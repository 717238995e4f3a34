// SPDX-License-Identifier: Apache-2.0

import Tensors
import TestSupport
import Testing

@testable import LatentSemantics

@Suite struct `The decomposition of a sparse matrix` {
  /// A matrix of the given rank but for noise, and its entries.
  private func matrix(
    rows: Int, columns: Int, rank: Int, noise: Float = 0, seed: UInt64 = 3
  ) -> (SparseRows, [Float]) {
    var generator = SeededGenerator(seed: seed)
    let left = (0..<rows * rank).map { _ in Float.random(in: -1...1, using: &generator) }
    let right = (0..<columns * rank).map { _ in Float.random(in: -1...1, using: &generator) }
    var sparse = SparseRows(columnCount: columns)
    var dense: [Float] = []
    for row in 0..<rows {
      var entries: [TermWeighting.Entry] = []
      for column in 0..<columns {
        var value: Float = 0
        for index in 0..<rank {
          value +=
            left[row * rank + index] * right[column * rank + index] / Float(1 + index * index)
        }
        value += noise * Float.random(in: -1...1, using: &generator)
        entries.append(TermWeighting.Entry(row: Int32(column), weight: value))
        dense.append(value)
      }
      sparse.append(entries)
    }
    return (sparse, dense)
  }

  /// ‖A − A V Vᵀ‖² and ‖A‖².
  private func residual(
    _ matrix: [Float], rows: Int, columns: Int, _ basis: DenseColumns
  ) -> (left: Double, all: Double) {
    var left = 0.0
    var all = 0.0
    for row in 0..<rows {
      var projected = [Double](repeating: 0, count: basis.width)
      for column in 0..<columns {
        for index in 0..<basis.width {
          projected[index] +=
            Double(matrix[row * columns + column])
            * Double(basis.start[column * basis.width + index])
        }
      }
      for column in 0..<columns {
        var value = Double(matrix[row * columns + column])
        all += value * value
        for index in 0..<basis.width {
          value -= projected[index] * Double(basis.start[column * basis.width + index])
        }
        left += value * value
      }
    }
    return (left, all)
  }

  @Test func `has orthonormal vectors that hold a matrix of that rank`() async {
    let (sparse, dense) = matrix(rows: 90, columns: 70, rank: 6)
    let basis = await RandomizedSVD.rightVectors(of: sparse, rank: 6, threads: 2)
    #expect(basis.rows == 70 && basis.width == 6)
    let gram = basis.gram()
    for row in 0..<6 {
      for column in 0..<6 {
        #expect(abs(gram[row * 6 + column] - (row == column ? 1 : 0)) < 1e-5)
      }
    }
    let (left, all) = residual(dense, rows: 90, columns: 70, basis)
    #expect(left < all * 1e-10)
  }

  @Test func `leaves no more than the best basis of that rank does`() async {
    let (sparse, dense) = matrix(rows: 120, columns: 80, rank: 80, noise: 0.2)
    let basis = await RandomizedSVD.rightVectors(of: sparse, rank: 10, threads: 1)
    // By Eckart and Young, what is left at least is the sum of the other eigenvalues of AᵀA.
    var product = [Double](repeating: 0, count: 80 * 80)
    for row in 0..<120 {
      for i in 0..<80 {
        for j in 0..<80 {
          product[i * 80 + j] += Double(dense[row * 80 + i]) * Double(dense[row * 80 + j])
        }
      }
    }
    let values = SymmetricEigenvectors(product, width: 80).values
    let best = values.dropFirst(10).reduce(0, +)
    let (left, _) = residual(dense, rows: 120, columns: 80, basis)
    #expect(left < best * 1.001)
    #expect(left > best * 0.999)
  }

  @Test(arguments: [(1, 1, 4), (1, 9, 4), (7, 3, 8), (40, 5, 5), (5, 40, 64)])
  func `takes matrices of any shape`(rows: Int, columns: Int, rank: Int) async {
    let (sparse, dense) = matrix(rows: rows, columns: columns, rank: 2, noise: 0.5)
    let basis = await RandomizedSVD.rightVectors(of: sparse, rank: rank, threads: 2)
    #expect(basis.width == min(rank, rows, columns))
    if rank >= min(rows, columns) {
      let (left, all) = residual(dense, rows: rows, columns: columns, basis)
      #expect(left < all * 1e-8)
    }
  }

  @Test func `of nothing is nothing, and of repeated rows has no noise in it`() async {
    var empty = SparseRows(columnCount: 4)
    for _ in 0..<3 { empty.append([]) }
    let nothing = await RandomizedSVD.rightVectors(of: empty, rank: 2, threads: 1)
    #expect((0..<8).allSatisfy { nothing.start[$0] == 0 })

    var repeated = SparseRows(columnCount: 5)
    for _ in 0..<20 {
      repeated.append([.init(row: 1, weight: 0.6), .init(row: 3, weight: 0.8)])
    }
    let basis = await RandomizedSVD.rightVectors(of: repeated, rank: 3, threads: 1)
    for column in 0..<basis.width {
      let vector = (0..<5).map { basis.start[$0 * basis.width + column] }
      #expect(vector.allSatisfy { $0.isFinite })
      let length = vector.reduce(0) { $0 + $1 * $1 }
      // The one direction there is, or none.
      #expect(column == 0 ? abs(length - 1) < 1e-5 : length < 1e-5)
    }
  }

  @Test func `is the same for any number of threads`() async {
    let (sparse, _) = matrix(rows: 300, columns: 50, rank: 9, noise: 0.1)
    let one = await RandomizedSVD.rightVectors(of: sparse, rank: 8, threads: 1)
    let many = await RandomizedSVD.rightVectors(of: sparse, rank: 8, threads: 5)
    #expect((0..<50 * 8).allSatisfy { one.start[$0] == many.start[$0] })
  }
}
