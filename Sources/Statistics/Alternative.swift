// SPDX-License-Identifier: Apache-2.0

/// Which departures from "no difference" a test looks for, named as SciPy names them.
public enum Alternative: String, Sendable, Hashable, CaseIterable {
  /// The difference is not zero.
  case twoSided = "two-sided"
  /// The difference is above zero.
  case greater
  /// The difference is below zero.
  case less
}

/// What a test says: a statistic and how often something as extreme comes about by chance.
public struct TestResult: Sendable, Hashable {
  /// The test's statistic; each test says which.
  public var statistic: Double
  /// The probability of a statistic at least as extreme where there is no difference.
  public var pValue: Double

  /// A statistic and its p value.
  public init(statistic: Double, pValue: Double) {
    self.statistic = statistic
    self.pValue = pValue
  }
}
