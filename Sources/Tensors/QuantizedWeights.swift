// SPDX-License-Identifier: Apache-2.0

import COneDNN

/// Weights rounded to bytes, each output with a scale of its own.
final class QuantizedWeights {
  let rounded: [Int8]
  let scales: [Float]
  /// Of each output's bytes.
  let sums: [Int32]

  /// Rounds weights in float32.
  init(_ weights: WeightMatrix) {
    precondition(weights.format == .float32, "weights to be rounded are float32")
    var rounded = [Int8](repeating: 0, count: weights.rows * weights.columns)
    var scales = [Float](repeating: 0, count: weights.rows)
    var sums = [Int32](repeating: 0, count: weights.rows)
    conednn_quantize_weights(
      weights.start.assumingMemoryBound(to: Float.self), Int64(weights.rows),
      Int64(weights.columns), &rounded, &scales, &sums)
    self.rounded = rounded
    self.scales = scales
    self.sums = sums
  }
}
