// SPDX-License-Identifier: Apache-2.0

import Tensors
import TestSupport
import Testing

@Suite struct `The decomposition of a symmetric matrix` {
  @Test func `finds the eigenvectors of a symmetric matrix`() {
    var generator = SeededGenerator(seed: 8)
    let width = 24
    var matrix = [Double](repeating: 0, count: width * width)
    for row in 0..<width {
      for column in 0...row {
        let value = Double.random(in: -1...1, using: &generator)
        matrix[row * width + column] = value
        matrix[column * width + row] = value
      }
    }
    let eigen = SymmetricEigenvectors(matrix, width: width)
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    for index in 0..<width {
      let vector = Array(eigen.vectors[index * width..<(index + 1) * width])
      for row in 0..<width {
        let image = (0..<width).reduce(0) { $0 + matrix[row * width + $1] * vector[$1] }
        #expect(abs(image - eigen.values[index] * vector[row]) < 1e-10)
      }
    }
  }
}
