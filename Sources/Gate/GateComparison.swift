// SPDX-License-Identifier: Apache-2.0

/// One rule on one task or suite, and what came of it.
public struct GateComparison: Sendable, Hashable {
  /// What the tests say of a difference.
  public struct Evidence: Sendable, Hashable {
    /// Queries that were compared.
    public var queries: Int
    /// Queries that gained, lost, and neither.
    public var wins: Int
    /// Queries that lost.
    public var losses: Int
    /// Candidate less baseline.
    public var difference: Double
    /// Standard deviation of the differences over queries.
    public var deviation: Double
    /// 95 % BCa bootstrap interval of the difference.
    public var interval: ClosedRange<Double>
    /// The probability of such a loss by chance: randomisation test, one-sided.
    public var lossPValue: Double
    /// The same, adjusted for all comparisons (Holm).
    public var adjustedLossPValue: Double
    /// The probability of such a gain by chance, adjusted.
    public var adjustedGainPValue: Double
    /// The probability of so small a loss if the true one were at the margin.
    public var marginPValue: Double
    /// The loss that the rule allows.
    public var margin: Double
    /// The least true loss that would raise an alarm with the wanted power; nil with one query.
    public var detectable: Double?
    /// Queries it would take to notice a loss of the margin, or where that is 0 of the size of the
    /// difference; nil where no number would do.
    public var queriesNeeded: Int?
    /// The queries that lost most.
    public var losers: [PairedComparison.Query]
  }

  /// `suite/task`, or the suite where the rule is about its mean; empty for neither.
  public var subject: String
  /// The rule.
  public var rule: GateRule
  /// What came of it.
  public var verdict: Verdict
  /// Why, in a sentence without a full stop.
  public var reason: String
  /// What the baseline has; nil where there is nothing.
  public var baseline: Double?
  /// What the candidate has.
  public var candidate: Double?
  /// What the tests say, for rules about differences.
  public var evidence: Evidence?

  init(
    subject: String, rule: GateRule, verdict: Verdict, reason: String, baseline: Double? = nil,
    candidate: Double? = nil, evidence: Evidence? = nil
  ) {
    self.subject = subject
    self.rule = rule
    self.verdict = verdict
    self.reason = reason
    self.baseline = baseline
    self.candidate = candidate
    self.evidence = evidence
  }
}

/// What the gate says, all of it.
public struct GateReport: Sendable, Hashable {
  /// One entry for each rule on each task, in the order of rules and tasks.
  public var comparisons: [GateComparison]
  /// What has changed or was left out, in sentences without a full stop.
  public var notes: [String]
  /// The settings it was made with.
  public var settings: GateSettings
  /// How many tests the p values are adjusted for.
  public var tests: Int
  /// What was compared with what, for headings.
  public var title: String

  /// The worst verdict.
  public var verdict: Verdict {
    comparisons.map(\.verdict).max { $0.severity < $1.severity } ?? .incomplete
  }

  /// Whether the gate lets the candidate pass.
  public var passes: Bool {
    !comparisons.isEmpty && !comparisons.contains { $0.verdict.fails(isStrict: settings.isStrict) }
  }

  /// The exit code of the command: 0, 2 where the gate says no, 4 where nothing is worse and
  /// something better.
  ///
  /// - Parameter tellsImprovement: Whether 4 is wanted.
  public func exitCode(tellsImprovement: Bool = false) -> Int32 {
    guard passes else { return 2 }
    return tellsImprovement && comparisons.contains { $0.verdict == .improved } ? 4 : 0
  }

  /// How many comparisons have a verdict.
  public func count(_ verdict: Verdict) -> Int { comparisons.count { $0.verdict == verdict } }
}
