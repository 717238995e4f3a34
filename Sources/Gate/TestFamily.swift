// SPDX-License-Identifier: Apache-2.0

import Statistics

/// All tests of a report, adjusted for each other.
struct TestFamily {
  /// One test and its p values after adjustment.
  struct Test {
    let outcome: RandomizationTest.Outcome
    var adjustedLoss = 1.0
    var adjustedGain = 1.0
  }

  /// What a test of shifted differences is known by.
  private struct MarginKey: Hashable {
    let test: Check.TestKey
    let margin: Double
  }

  private var tests: [Check.TestKey: Test] = [:]
  private var margins: [MarginKey: Double] = [:]

  /// Runs the tests of all checks about differences.
  init(_ checks: [Check], _ settings: GateSettings) {
    let test = RandomizationTest(
      permutations: settings.permutations, seed: settings.seed, threads: settings.threads)
    let compared = checks.filter { ($0.comparison?.queries.isEmpty ?? true) == false }
    var order: [Check.TestKey] = []
    // The measures of one task have the same queries and share their permutations.
    for (_, group) in compared.grouped(by: \.subject) {
      var columns: [[Double]] = []
      var keys: [Check.TestKey] = []
      var shifts: [MarginKey] = []
      for (key, sharing) in group.grouped(by: \.key) {
        guard let comparison = sharing[0].comparison else { continue }
        keys.append(key)
        columns.append(comparison.differences)
      }
      for check in group {
        let key = MarginKey(test: check.key, margin: check.margin)
        guard !shifts.contains(key), let comparison = check.comparison else { continue }
        shifts.append(key)
        columns.append(
          NonInferiority(comparison.differences, margin: check.margin).shifted)
      }
      let outcomes = test.outcomes(of: columns)
      for (key, outcome) in zip(keys, outcomes) { tests[key] = Test(outcome: outcome) }
      for (key, outcome) in zip(shifts, outcomes.dropFirst(keys.count)) {
        margins[key] = outcome.greater
      }
      order += keys
    }
    let outcomes = order.compactMap { tests[$0]?.outcome }
    let losses = MultipleComparisons.holm.adjusted(outcomes.map(\.less))
    let gains = MultipleComparisons.holm.adjusted(outcomes.map(\.greater))
    for (place, key) in order.enumerated() {
      tests[key]?.adjustedLoss = losses[place]
      tests[key]?.adjustedGain = gains[place]
    }
  }

  /// How many tests there are.
  var count: Int { tests.count }

  subscript(key: Check.TestKey) -> Test? { tests[key] }

  /// The p value of a loss of the check's margin.
  func marginPValue(of check: Check) -> Double? {
    margins[MarginKey(test: check.key, margin: check.margin)]
  }
}
