// SPDX-License-Identifier: Apache-2.0

/// Student's t test of the mean of paired differences.
///
/// > Student. "The probable error of a mean." Biometrika 6(1), 1908. SciPy's `ttest_rel` gives the
/// > same.
public struct PairedTTest: Sendable, Hashable {
  /// The moments of the differences.
  public let moments: Moments

  /// A test of differences, of which there must be two.
  ///
  /// - Returns: nil where there are fewer.
  public init?(_ differences: [Double]) {
    guard differences.count > 1 else { return nil }
    moments = Moments(differences)
  }

  /// The mean difference in standard errors; infinite where all differences are the same and not
  /// zero, 0 where all are zero.
  public var statistic: Double {
    if moments.standardError > 0 { return moments.mean / moments.standardError }
    return moments.mean == 0 ? 0 : moments.mean * .infinity
  }

  /// The probability of so large a statistic where there is no difference; 1 for differences that
  /// are all zero.
  public func pValue(_ alternative: Alternative = .twoSided) -> Double {
    let statistic = statistic
    switch alternative {
    case .twoSided: return min(1, 2 * distribution.survival(abs(statistic)))
    case .greater: return distribution.survival(statistic)
    case .less: return distribution.cumulative(statistic)
    }
  }

  /// The interval that covers the true difference with a probability of `confidence`.
  public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    let reach = distribution.quantile(0.5 + confidence / 2) * moments.standardError
    return (moments.mean - reach)...(moments.mean + reach)
  }

  var distribution: StudentT { StudentT(degrees: Double(moments.count - 1)) }
}
