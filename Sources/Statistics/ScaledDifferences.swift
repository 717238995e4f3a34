// SPDX-License-Identifier: Apache-2.0

/// Differences as whole numbers that can be added in any order.
struct ScaledDifferences: Sendable {
  /// Each difference in units of a power of two.
  let values: [Int64]
  /// Those other than zero.
  let nonzero: [Int64]
  /// Their sum.
  let observed: Int64
  /// How far sums may be apart that would be equal without rounding.
  let tolerance: Int64
  private let mean: Double

  init(_ differences: [Double]) {
    let size = differences.reduce(0) { $0 + abs($1) }
    precondition(size.isFinite, "finite differences")
    mean = Moments(differences).mean
    // The largest power of two with which the sum of sizes stays below 2^60.
    let exponent = size > 0 ? min(1000, 60 - Int(size.exponent) - 1) : 0
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    values = differences.map { Int64(($0 * scale).rounded()) }
    nonzero = values.filter { $0 != 0 }
    observed = values.reduce(0, &+)
    // A score is wrong by some units in the last place (2^-52 of 1), so are differences; a sum is by
    // as much for each of its terms. Sums that are equal on paper must count as equal.
    let unit = max(1, scale * 0x1p-50)
    tolerance = Int64(min((unit * Double(nonzero.count)).rounded(.up), 0x1p61))
  }

  /// Counts over all permutations of the signs, each a step of a Gray code from the last.
  func exactCounts() -> ExtremeCounts {
    var counts = ExtremeCounts()
    var signed = nonzero
    var sum = observed
    counts.note(sum, observed, tolerance: tolerance)
    for step in 1..<max(1, 1 << nonzero.count) {
      let flipped = step.trailingZeroBitCount
      sum &-= 2 &* signed[flipped]
      signed[flipped] = -signed[flipped]
      counts.note(sum, observed, tolerance: tolerance)
    }
    return counts
  }

  /// The outcome from counts.
  func outcome(_ counts: ExtremeCounts, isExact: Bool) -> RandomizationTest.Outcome {
    // What was observed is one of all permutations; among drawn ones it is counted besides.
    let more = isExact ? 0 : 1
    func share(_ count: Int) -> Double { Double(count + more) / Double(counts.all + more) }
    return RandomizationTest.Outcome(
      statistic: mean, twoSided: share(counts.twoSided), greater: share(counts.greater),
      less: share(counts.less), isExact: isExact)
  }
}
