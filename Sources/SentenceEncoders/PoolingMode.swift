// SPDX-License-Identifier: Apache-2.0

/// How the states of a text's tokens become one vector, by sentence-transformers' names.
public enum PoolingMode: String, Sendable, Hashable, CaseIterable {
  /// The first token's state.
  case cls
  /// The highest value of each dimension.
  case max
  /// The average.
  case mean
  /// The sum divided by the square root of the number of tokens.
  case meanSquareRootLength = "mean_sqrt_len_tokens"
  /// The average, each token weighted by its position from 1 (Muennighoff 2022).
  case weightedMean = "weightedmean"
  /// The last token's state.
  case lastToken = "lasttoken"

  /// The names of the truth values that older files have instead; vectors of several modes are
  /// joined in this order.
  static let oldNames: [(name: String, mode: PoolingMode)] = [
    ("pooling_mode_cls_token", .cls), ("pooling_mode_max_tokens", .max),
    ("pooling_mode_mean_tokens", .mean),
    ("pooling_mode_mean_sqrt_len_tokens", .meanSquareRootLength),
    ("pooling_mode_weightedmean_tokens", .weightedMean), ("pooling_mode_lasttoken", .lastToken),
  ]
}

extension PoolingMode {
  /// Writes the vector of one text to `output`.
  ///
  /// - Parameters:
  ///   - states: `count` rows of `width` values, the text's tokens.
  ///   - skipped: Tokens in front that do not count (a prompt's); weights are by place all the same.
  package func pool(
    _ states: UnsafePointer<Float>, count: Int, width: Int, skipping skipped: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    let counted = skipped..<Swift.max(count, skipped)
    switch self {
    case .cls:
      // Where a prompt is all there is, sentence-transformers takes the first token.
      let row = counted.isEmpty ? 0 : skipped
      output.update(from: states + row * width, count: width)
    case .lastToken:
      output.update(from: states + (count - 1) * width, count: width)
    case .max:
      output.update(repeating: -.infinity, count: width)
      for row in counted {
        let state = states + row * width
        for column in 0..<width { output[column] = Swift.max(output[column], state[column]) }
      }
    case .mean, .meanSquareRootLength:
      output.update(repeating: 0, count: width)
      for row in counted {
        let state = states + row * width
        for column in 0..<width { output[column] += state[column] }
      }
      let length = Float(counted.count)
      scale(output, width, by: Swift.max(self == .mean ? length : length.squareRoot(), 1e-9))
    case .weightedMean:
      output.update(repeating: 0, count: width)
      var sum: Float = 0
      for row in counted {
        let state = states + row * width
        let weight = Float(row + 1)
        sum += weight
        for column in 0..<width { output[column] += weight * state[column] }
      }
      scale(output, width, by: Swift.max(sum, 1e-9))
    }
  }

  private func scale(_ output: UnsafeMutablePointer<Float>, _ width: Int, by divisor: Float) {
    for column in 0..<width { output[column] /= divisor }
  }
}
