// SPDX-License-Identifier: Apache-2.0

/// How large a difference is, in units that do not depend on the measure.
public enum EffectSize {
  /// Hedges' g of paired differences: their mean over their standard deviation (Cohen's d_z), made
  /// free of bias for small samples; nil where they do not vary or are fewer than two.
  ///
  /// > Hedges. "Distribution theory for Glass's estimator of effect size and related estimators."
  /// > Journal of Educational Statistics 6(2), 1981. doi:10.3102/10769986006002107
  public static func hedgesG(_ differences: [Double]) -> Double? {
    let moments = Moments(differences)
    guard moments.standardDeviation > 0 else { return nil }
    let degrees = Double(moments.count - 1)
    guard degrees > 1 else { return nil }
    let correction = exponential(
      of: logarithmOfGamma(degrees / 2) - logarithmOfGamma((degrees - 1) / 2)
        - 0.5 * naturalLogarithm(of: degrees / 2))
    return moments.mean / moments.standardDeviation * correction
  }

  /// Cliff's delta: the probability that a value of `left` is above one of `right`, less that it is
  /// below; nil where either is empty.
  ///
  /// > Cliff. "Dominance statistics: ordinal analyses to answer ordinal questions." Psychological
  /// > Bulletin 114(3), 1993. doi:10.1037/0033-2909.114.3.494
  public static func cliffsDelta(_ left: [Double], _ right: [Double]) -> Double? {
    guard !left.isEmpty, !right.isEmpty else { return nil }
    let others = right.sorted()
    var balance = 0
    var below = 0
    var notAbove = 0
    for value in left.sorted() {
      while below < others.count && others[below] < value { below += 1 }
      while notAbove < others.count && others[notAbove] <= value { notAbove += 1 }
      balance += below - (others.count - notAbove)
    }
    return Double(balance) / (Double(left.count) * Double(right.count))
  }
}
