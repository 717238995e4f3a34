// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rotary positions (Su et al. 2021): by which angles a token's queries and keys are turned.
package struct Rotation: Sendable, Hashable {
  /// How frequencies are changed so that longer texts than those of the training can be read.
  package enum Stretch: Sendable, Hashable {
    /// All divided by a factor (Chen et al. 2023).
    case linear(Float)
    /// Llama 3.1's: divided where the wave is longer than `original / low` tokens, kept where it
    /// is shorter than `original / high`, and between the two in between.
    case llama3(factor: Float, low: Float, high: Float, original: Float)
  }

  /// Base of the frequencies.
  package var theta: Float
  /// How many values of a head are turned; even.
  package var width: Int
  package var stretch: Stretch?

  /// Radians a token, for each pair of values; rounded to float as transformers does.
  package var frequencies: [Float] {
    (0..<width / 2).map { stretched(1 / powf(theta, Float(2 * $0) / Float(width))) }
  }

  private func stretched(_ frequency: Float) -> Float {
    switch stretch {
    case nil: return frequency
    case .linear(let factor): return frequency / factor
    case .llama3(let factor, let low, let high, let original):
      let wave = 2 * Float.pi / frequency
      if wave < original / high { return frequency }
      if wave > original / low { return frequency / factor }
      let smooth = (original / wave - low) / (high - low)
      return (1 - smooth) * frequency / factor + smooth * frequency
    }
  }
}
