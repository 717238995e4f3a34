// SPDX-License-Identifier: Apache-2.0

/// Whether a difference is shown to lie above a margin: "not worse by more than so much".
///
/// The null hypothesis is that the true mean difference is at most −margin; a small p value rules
/// that out. Without a difference to be found a test of equality proves nothing, this one does.
///
/// > Wellek. "Testing statistical hypotheses of equivalence and noninferiority." 2nd ed., 2010.
public struct NonInferiority: Sendable, Hashable {
  /// The loss that is still acceptable, not negative.
  public let margin: Double
  /// The differences with the margin added: they are tested against zero.
  public let shifted: [Double]

  /// A test of differences.
  public init(_ differences: [Double], margin: Double) {
    precondition(margin >= 0, "a margin that is not negative")
    self.margin = margin
    shifted = differences.map { $0 + margin }
  }

  /// The p value of a paired t test; nil for fewer than two differences.
  public var studentPValue: Double? { PairedTTest(shifted)?.pValue(.greater) }

  /// The p value of a randomisation test, which takes the distribution about its mean to be
  /// symmetric.
  public func pValue(_ test: RandomizationTest = RandomizationTest()) -> Double {
    test.outcome(of: shifted).greater
  }

  /// The least true difference that the differences are compatible with at a level.
  ///
  /// - Returns: The lower end of a one-sided t interval; nil for fewer than two differences.
  public static func lowerBound(_ differences: [Double], level: Double = 0.05) -> Double? {
    guard let test = PairedTTest(differences) else { return nil }
    return test.interval(confidence: 1 - 2 * level).lowerBound
  }
}
