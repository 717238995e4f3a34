// SPDX-License-Identifier: Apache-2.0

import COneDNN

extension RowOperations {
  /// Normalises every row to mean 0 and variance 1, scales and shifts (Ba et al. 2016), into other
  /// memory.
  public static func layerNorm(
    _ x: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, rows: Int, width: Int,
    scale: [Float], shift: [Float], epsilon: Float
  ) {
    scale.withUnsafeBufferPointer { scale in
      shift.withUnsafeBufferPointer { shift in
        conednn_layer_norm_to(
          output, x, Int64(rows), Int64(width), scale.baseAddress,
          shift.isEmpty ? nil : shift.baseAddress, epsilon)
      }
    }
  }

  /// Turns pairs of values of every head by angles that grow with the row (Su et al. 2021).
  ///
  /// - Parameters:
  ///   - x: Rows of `heads` × `width` values.
  ///   - turned: How many values of a head are turned, an even number: value i together with value
  ///     i + `turned` / 2.
  ///   - cosines: A row of `turned` / 2 for each row of `x`, and `sines` likewise.
  public static func rotate(
    _ x: UnsafeMutablePointer<Float>, rows: Int, heads: Int, width: Int, turned: Int,
    cosines: UnsafePointer<Float>, sines: UnsafePointer<Float>
  ) {
    conednn_rotate(x, Int64(rows), Int64(heads), Int64(width), Int64(turned), cosines, sines)
  }

  /// `x = x × other`.
  public static func gate(
    _ x: UnsafeMutablePointer<Float>, by other: UnsafePointer<Float>, count: Int
  ) {
    conednn_gate(x, other, Int64(count))
  }

  /// Makes each row a distribution over a part of its columns, and 0 elsewhere.
  ///
  /// - Parameters:
  ///   - columns: How many columns the rows have, which start `stride` values apart.
  ///   - band: The columns that row 0 sees; each row sees those one to the right of the row before,
  ///     as far as there are such columns. At least one must be left.
  public static func softmax(
    _ x: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int, band: Range<Int>
  ) {
    for row in 0..<rows {
      let first = max(0, band.lowerBound + row)
      let last = min(columns, band.upperBound + row)
      let start = x + row * stride
      start.update(repeating: 0, count: first)
      (start + last).update(repeating: 0, count: columns - last)
      conednn_softmax(start + first, 1, Int64(last - first), Int64(stride))
    }
  }

  /// Adds to every row the same values, in each row moved one column to the right.
  ///
  /// - Parameter diagonals: What is added to column 0 of row 0; `rows` - 1 values lie before it and
  ///   `columns` - 1 behind it.
  public static func addDiagonals(
    _ diagonals: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    stride: Int
  ) {
    for row in 0..<rows { conednn_add(x + row * stride, diagonals - row, Int64(columns)) }
  }
}
