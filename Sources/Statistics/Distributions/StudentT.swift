// SPDX-License-Identifier: Apache-2.0

/// Student's t distribution.
struct StudentT {
  /// Degrees of freedom, above 0.
  let degrees: Double

  init(degrees: Double) {
    precondition(degrees > 0, "at least some degree of freedom")
    self.degrees = degrees
  }

  /// The probability of a value of at least `value`, exact also far out.
  func survival(_ value: Double) -> Double {
    if value.isInfinite { return value > 0 ? 0 : 1 }
    let square = value * value
    let x = degrees / (degrees + square)
    let tail =
      0.5 * regularizedBeta(x, complement: square / (degrees + square), degrees / 2, 0.5)
    return value >= 0 ? tail : 1 - tail
  }

  /// The probability of a value at most `value`.
  func cumulative(_ value: Double) -> Double { survival(-value) }

  /// The value below which a share of `probability` lies.
  func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a probability between 0 and 1")
    if probability > 0.5 { return upperQuantile(1 - probability) }
    return -upperQuantile(probability)
  }

  /// The value above which a share of `tail` lies, at most a half.
  private func upperQuantile(_ tail: Double) -> Double {
    var high = 1.0
    while survival(high) > tail { high *= 2 }
    return root(in: 0...high) { tail - survival($0) }
  }
}
