// SPDX-License-Identifier: Apache-2.0

import Measures
import Statistics

/// A rule on one task or suite before it is judged.
struct Check {
  /// What there is to judge.
  enum State {
    /// Nothing: the verdict is clear.
    case blocked(Verdict, String)
    /// Differences of queries.
    case difference(PairedComparison)
    /// The candidate must reach a limit.
    case floor(Double)
    /// The candidate must stay within a limit.
    case ceiling(Double)
  }

  /// What tests are shared by: rules on the same values share one.
  struct TestKey: Hashable {
    let subject: String
    let measure: String
  }

  let rule: GateRule
  let subject: String
  let state: State
  var baseline: Double?
  var candidate: Double?

  init(
    _ rule: GateRule, _ subject: String, _ state: State, baseline: Double?, candidate: Double?
  ) {
    self.rule = rule
    self.subject = subject
    self.state = state
    self.baseline = baseline
    self.candidate = candidate
  }

  init(blocked rule: GateRule, _ subject: String, _ verdict: Verdict, _ reason: String) {
    self.init(rule, subject, .blocked(verdict, reason), baseline: nil, candidate: nil)
  }

  /// The differences to be tested; nil where nothing is.
  var comparison: PairedComparison? {
    if case .difference(let comparison) = state { return comparison }
    return nil
  }

  var key: TestKey { TestKey(subject: subject, measure: rule.measure?.description ?? "") }

  /// The loss that is allowed.
  var margin: Double { rule.margin(of: baseline ?? 0) }

  /// The verdict.
  func judged(_ tests: TestFamily, _ settings: GateSettings) -> GateComparison {
    switch state {
    case .blocked(let verdict, let reason):
      return result(verdict, reason)
    case .floor(let limit):
      let value = candidate ?? 0
      return value >= limit
        ? result(.pass, "\(number(value)) is at least \(number(limit))")
        : result(.regressed, "\(number(value)) is below the floor of \(number(limit))")
    case .ceiling(let limit):
      let value = candidate ?? 0
      return value <= limit
        ? result(.pass, "\(number(value)) is at most \(number(limit))")
        : result(.regressed, "\(number(value)) is above the limit of \(number(limit))")
    case .difference(let comparison):
      guard let test = tests[key], let shifted = tests.marginPValue(of: self),
        let interval = comparison.interval(settings)
      else { return result(.incomplete, "no query was compared") }
      return judged(comparison, test, shifted, interval, tests, settings)
    }
  }

  private func judged(
    _ comparison: PairedComparison, _ test: TestFamily.Test, _ marginPValue: Double,
    _ interval: ClosedRange<Double>, _ tests: TestFamily, _ settings: GateSettings
  ) -> GateComparison {
    let power = Power(level: settings.level, target: settings.power, isTwoSided: false)
      .shared(by: tests.count)
    let moments = comparison.moments
    let signs = comparison.signs
    let sought = margin > 0 && moments.mean >= -margin ? margin : abs(moments.mean)
    let evidence = GateComparison.Evidence(
      queries: moments.count, wins: signs.wins, losses: signs.losses, difference: moments.mean,
      deviation: moments.standardDeviation, interval: interval, lossPValue: test.outcome.less,
      adjustedLossPValue: test.adjustedLoss, adjustedGainPValue: test.adjustedGain,
      marginPValue: marginPValue, margin: margin,
      detectable: power.minimumDetectableDifference(
        deviation: moments.standardDeviation, queries: moments.count),
      queriesNeeded: power.queriesNeeded(
        difference: sought, deviation: moments.standardDeviation),
      losers: comparison.losers(settings.losers))
    let (verdict, reason) = DifferenceVerdict(evidence, settings).decision
    var result = result(verdict, reason)
    result.evidence = evidence
    return result
  }

  private func result(_ verdict: Verdict, _ reason: String) -> GateComparison {
    GateComparison(
      subject: subject, rule: rule, verdict: verdict, reason: reason, baseline: baseline,
      candidate: candidate)
  }
}
