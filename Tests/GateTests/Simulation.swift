// SPDX-License-Identifier: Apache-2.0

import Gate
import TestSupport

/// Comparisons simulated from real values, to see how often the gate raises an alarm.
struct Simulation {
  let scores: RealScores
  var settings = GateSettings()

  /// In how many of `rounds` comparisons without a difference, 20 measures each, something is called
  /// worse, and in how many better.
  ///
  /// - Parameter changed: The share of queries whose values differ at all.
  func falseAlarms(
    rounds: Int, changed: Double, seed: UInt64
  ) throws -> (worse: Int, better: Int) {
    let rules = try RealScores.measures.map { try GateRule($0) }
    var generator = SeededGenerator(seed: seed)
    var counts = (worse: 0, better: 0)
    for round in 0..<rounds {
      let (old, new) = scores.pair(changed: changed, &generator)
      let report = report(old, new, rules, UInt64(round))
      if report.count(.regressed) > 0 { counts.worse += 1 }
      if report.count(.improved) > 0 { counts.better += 1 }
    }
    return counts
  }

  /// How often a true loss of nDCG@10 is found, at multiples of the loss that is printed as
  /// detectable.
  func alarms(
    rounds: Int, changed: Double, multiples: [Double], seed: UInt64
  ) throws -> [Double] {
    let rule = [try GateRule("nDCG@10")]
    var generator = SeededGenerator(seed: seed)
    // What is printed where nothing is lost, on average: each sample has its own spread.
    let samples = 60
    var printed = 0.0
    for _ in 0..<samples {
      let (old, new) = scores.pair(changed: changed, measures: 1, &generator)
      let evidence = report(old, new, rule, 0).comparisons[0].evidence
      printed += (evidence?.detectable ?? 0) / Double(samples)
    }
    return multiples.map { multiple in
      var alarms = 0
      for round in 0..<rounds {
        let (old, new) = scores.pair(
          changed: changed, measures: 1, loss: multiple * printed, &generator)
        if report(old, new, rule, UInt64(round)).count(.regressed) > 0 { alarms += 1 }
      }
      return Double(alarms) / Double(rounds)
    }
  }

  private func report(
    _ old: TaskScores, _ new: TaskScores, _ rules: [GateRule], _ seed: UInt64
  ) -> GateReport {
    var settings = settings
    settings.seed = seed
    return Gate(settings).report(baseline: [old], candidate: [new], rules: rules)
  }
}
