// SPDX-License-Identifier: Apache-2.0

/// The regularized incomplete beta function, from which t and binomial probabilities come.
///
/// The continued fraction of DLMF 8.17.22, evaluated by Lentz's method with Thompson and Barnett's
/// modification; about √max(a, b) steps.
///
/// - Parameters:
///   - x: From 0 to 1.
///   - complement: 1 − x, which the caller often knows without cancellation.
///   - a: Above 0.
///   - b: Above 0.
func regularizedBeta(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if complement <= 0 { return 1 }
  let logarithmicFront =
    logarithmOfGamma(a + b) - logarithmOfGamma(a) - logarithmOfGamma(b)
    + a * naturalLogarithm(of: x) + b * naturalLogarithm(of: complement)
  let front = exponential(of: logarithmicFront)
  // The fraction converges fast below the mean; beyond it the other tail's does.
  if x < (a + 1) / (a + b + 2) { return front * betaFraction(x, a, b) / a }
  return 1 - front * betaFraction(complement, b, a) / b
}

/// The continued fraction of the incomplete beta function.
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var numerator = 1.0
  var denominator = 1 / kept(1 - (a + b) * x / (a + 1))
  var value = denominator
  for step in 1...100_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    denominator = 1 / kept(1 + even * denominator)
    numerator = kept(1 + even / numerator)
    value *= denominator * numerator
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    denominator = 1 / kept(1 + odd * denominator)
    numerator = kept(1 + odd / numerator)
    let change = denominator * numerator
    value *= change
    if abs(change - 1) < 1e-16 { break }
  }
  return value
}
