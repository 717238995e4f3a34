// SPDX-License-Identifier: Apache-2.0

/// What the scores of a query's terms lie between, to tell whether their sums are exact.
struct ScoreRange {
  private var lowest = Float.infinity
  private var sum = 0.0

  /// Adds a term, no posting of which scores lower or higher.
  mutating func add(lowest: Float, highest: Float) {
    self.lowest = min(self.lowest, lowest)
    sum += Double(highest)
  }

  /// A score that no document exceeds.
  var limit: Float { Float(sum).nextUp }

  /// Whether every sum of scores, in any order, is a `Double` without rounding.
  ///
  /// Scores are multiples of the last place of the smallest; that many times a power of two must
  /// hold the largest sum in 53 bits.
  var isExact: Bool {
    guard lowest.isNormal, lowest > 0, sum.isNormal else { return false }
    return sum.exponent + 1 - (lowest.exponent - 23) <= 53
  }
}
