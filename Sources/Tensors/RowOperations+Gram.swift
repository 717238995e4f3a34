// SPDX-License-Identifier: Apache-2.0

extension RowOperations {
  /// The Gram matrix of the columns of `rows` rows, `xᵀ × x`, width × width: products in float, sums
  /// of blocks of rows in double.
  public static func gram(_ x: UnsafePointer<Float>, rows: Int, width: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: width * width)
    let block = 4096
    let turned = FloatBuffer(count: width * min(block, max(rows, 1)))
    let product = FloatBuffer(count: width * width)
    for first in stride(from: 0, to: rows, by: block) {
      let count = min(block, rows - first)
      for row in 0..<count {
        for column in 0..<width {
          turned.start[column * count + row] = x[(first + row) * width + column]
        }
      }
      let matrix = Matrix(turned.start, stride: count)
      multiply(
        matrix, matrix, transposed: true, shape: (width, width, count), into: product.start,
        stride: width)
      for index in sum.indices { sum[index] += Double(product.start[index]) }
    }
    return sum
  }
}
