// SPDX-License-Identifier: Apache-2.0

/// The distribution of a t statistic where there is a difference.
///
/// > Lenth. "Algorithm AS 243: cumulative distribution function of the non-central t distribution."
/// > Applied Statistics 38(1), 1989. doi:10.2307/2347693
struct NoncentralT {
  /// Degrees of freedom, above 0.
  let degrees: Double
  /// The true difference in standard errors.
  let noncentrality: Double

  /// The probability of a value at most `value`.
  func cumulative(_ value: Double) -> Double {
    if value < 0 {
      return 1 - NoncentralT(degrees: degrees, noncentrality: -noncentrality).cumulative(-value)
    }
    // Beyond that the first weight of the series is too small for a number, and the probability is
    // that of the normal distribution to many more digits than anybody reads.
    guard abs(noncentrality) < 37 else { return Normal.cumulative(value - noncentrality) }
    return min(1, Normal.cumulative(-noncentrality) + series(value * value))
  }

  /// The probability of a positive value whose square is at most `square`.
  private func series(_ square: Double) -> Double {
    guard square > 0 else { return 0 }
    let x = square / (square + degrees)
    let complement = degrees / (square + degrees)
    let half = noncentrality * noncentrality / 2
    let b = degrees / 2
    var even = 0.5 * exponential(of: -half)
    var odd = (2 / Double.pi).squareRoot() * even * noncentrality
    var left = 0.5 - even
    var evenBeta = regularizedBeta(x, complement: complement, 0.5, b)
    var oddBeta = regularizedBeta(x, complement: complement, 1, b)
    var evenStep = step(x, complement, 0.5, b)
    var oddStep = step(x, complement, 1, b)
    var sum = even * evenBeta + odd * oddBeta
    var term = 0.0
    while term < 10_000 {
      term += 1
      evenBeta -= evenStep
      oddBeta -= oddStep
      evenStep *= x * (term - 0.5 + b) / (term + 0.5)
      oddStep *= x * (term + b) / (term + 1)
      even *= half / term
      odd *= half / (term + 0.5)
      left -= even
      sum += even * evenBeta + odd * oddBeta
      // What is left of the weights, times the largest factor that may follow.
      if term > half && 2 * abs(left) * abs(evenBeta) < 1e-15 { break }
    }
    return sum
  }

  /// I_x(a, b) − I_x(a + 1, b).
  private func step(_ x: Double, _ complement: Double, _ a: Double, _ b: Double) -> Double {
    exponential(
      of: logarithmOfGamma(a + b) - logarithmOfGamma(a + 1) - logarithmOfGamma(b)
        + a * naturalLogarithm(of: x) + b * naturalLogarithm(of: complement))
  }
}
