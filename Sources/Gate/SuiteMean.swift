// SPDX-License-Identifier: Apache-2.0

import Measures
import Statistics

/// The mean over the tasks of a suite, where each group of tasks counts once.
struct SuiteMean {
  let suite: String
  let pairs: [TaskPair]

  /// A rule on the mean. Every task must be there: means over different tasks are not comparable.
  func check(_ rule: GateRule, _ measure: Measure) -> Check {
    let name = measure.description
    for pair in pairs {
      if let (verdict, reason) = pair.obstacle {
        return Check(blocked: rule, suite, verdict, "\(pair.baseline.name): \(reason)")
      }
      for (side, scores) in [("baseline", pair.baseline), ("candidate", pair.candidate)] {
        guard scores?[name] == nil else { continue }
        return Check(
          blocked: rule, suite, .incomplete,
          "\(pair.baseline.name): \(name) is not among the \(side)'s measures")
      }
    }
    if case .absolute(let limit) = rule.limit {
      return Check(
        rule, suite, .floor(limit), baseline: mean { $0.baseline[name]?.mean },
        candidate: mean { $0.candidate?[name]?.mean })
    }
    guard let comparison = comparison(name) else {
      return Check(
        blocked: rule, suite, .incomplete, "\(name) has no values of single queries")
    }
    func weighted(_ value: (PairedComparison.Query) -> Double) -> Double {
      Moments(zip(comparison.queries, comparison.weights).map { value($0) * $1 }).mean
    }
    return Check(
      rule, suite, .difference(comparison), baseline: weighted(\.baseline),
      candidate: weighted(\.candidate))
  }

  /// The queries of all tasks, each with a weight such that the mean is that of the suite.
  private func comparison(_ measure: String) -> PairedComparison? {
    var queries: [PairedComparison.Query] = []
    var weights: [Double] = []
    for pair in pairs {
      guard let own = pair.queries(measure, prefix: pair.baseline.task + "/") else { return nil }
      queries += own
      let weight = share(of: pair) / Double(own.count)
      weights += repeatElement(weight, count: own.count)
    }
    return PairedComparison(queries, weights: weights.map { $0 * Double(queries.count) })
  }

  private func mean(_ value: (TaskPair) -> Double?) -> Double {
    pairs.reduce(0) { $0 + (value($1) ?? 0) * share(of: $1) }
  }

  /// What a task counts in the mean.
  private func share(of pair: TaskPair) -> Double {
    let units = Set(pairs.map { unit($0) })
    let members = pairs.count { unit($0) == unit(pair) }
    return 1 / Double(units.count * members)
  }

  private func unit(_ pair: TaskPair) -> String {
    pair.baseline.group.isEmpty ? "task " + pair.baseline.task : "group " + pair.baseline.group
  }
}
