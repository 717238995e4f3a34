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
}
