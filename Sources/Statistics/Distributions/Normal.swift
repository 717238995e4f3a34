// SPDX-License-Identifier: Apache-2.0

/// The standard normal distribution.
enum Normal {
  /// The probability of a value at most `value`.
  static func cumulative(_ value: Double) -> Double {
    0.5 * complementaryErrorFunction(-value / 2.0.squareRoot())
  }

  /// The probability of a value of at least `value`, exact also far out.
  static func survival(_ value: Double) -> Double { cumulative(-value) }

  /// The density at `value`.
  static func density(_ value: Double) -> Double {
    exponential(of: -value * value / 2) / (2 * Double.pi).squareRoot()
  }

  /// The value below which a share of `probability` lies; infinite at 0 and 1.
  static func quantile(_ probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "a probability")
    if probability == 0 { return -.infinity }
    if probability == 1 { return .infinity }
    // Beyond 39 nothing is left that a number could hold.
    if probability > 0.5 { return root(in: 0...39) { 1 - probability - survival($0) } }
    return root(in: -39...0) { cumulative($0) - probability }
  }
}
