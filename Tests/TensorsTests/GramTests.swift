// SPDX-License-Identifier: Apache-2.0

import Tensors
import TestSupport
import Testing

@Test(arguments: [(0, 3), (1, 1), (7, 5), (4097, 3)])
func `the Gram matrix has the products of all columns`(rows: Int, width: Int) {
  var random = SeededGenerator(seed: 9)
  let x = (0..<max(rows * width, 1)).map { _ in Float.random(in: -1...1, using: &random) }
  let gram = x.withUnsafeBufferPointer { x in
    x.baseAddress.map { RowOperations.gram($0, rows: rows, width: width) } ?? []
  }
  #expect(gram.count == width * width)
  for left in 0..<width {
    for right in 0..<width {
      let expected = (0..<rows).reduce(0.0) {
        $0 + Double(x[$1 * width + left]) * Double(x[$1 * width + right])
      }
      #expect(abs(gram[left * width + right] - expected) < 1e-3)
    }
  }
}
