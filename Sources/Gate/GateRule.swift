// SPDX-License-Identifier: Apache-2.0

public import Measures

/// What the gate demands, as it is written on the command line.
///
///     nDCG@10                      no drop that is beyond chance
///     nDCG@10>=-0.005              at most so large a drop; a real one beyond it fails
///     nDCG@10>=-2%                 the same, as a share of the baseline's mean
///     nDCG@10>=0.65                at least that much, whatever the baseline
///     mean(nDCG@10)>=-0.005        the suite's mean over its tasks
///     worst(nDCG@10)>=0.3          the task that is worst
///     lost(nDCG@10,0.1)<=5%        at most 5 % of the queries may lose more than 0.1
///     latency.p95<=+10%            at most a tenth slower than the baseline
///     memory<=2000000000           at most so many bytes
///
/// Behind ` in ` a suite or a task may stand to which the rule is limited.
public struct GateRule: Sendable, Hashable, CustomStringConvertible {
  /// What is looked at.
  public enum Quantity: Sendable, Hashable {
    /// A measure on each task.
    case measure(Measure)
    /// A measure's mean over the tasks of each suite.
    case suiteMean(Measure)
    /// A measure on the task where it is worst.
    case worst(Measure)
    /// The share of queries that lost more than so much.
    case lost(Measure, moreThan: Double)
    /// A cost on each task.
    case cost(Cost)
  }

  /// What is demanded.
  public enum Limit: Sendable, Hashable {
    /// At least, or of costs and shares at most, so much.
    case absolute(Double)
    /// A difference from the baseline, negative for a drop.
    case difference(Double)
    /// A difference as a share of the baseline's value.
    case relative(Double)
  }

  /// The rule as it was written.
  public let description: String
  /// What is looked at.
  public let quantity: Quantity
  /// What is demanded.
  public let limit: Limit
  /// The suite or `suite/task` it is limited to; nil for all.
  public let scope: String?

  /// Whether the rule is about a task.
  func applies(to task: TaskScores) -> Bool {
    guard let scope else { return true }
    return scope == task.suite || scope == task.name || scope == task.task
  }

  /// The measure it is about; nil for costs.
  public var measure: Measure? {
    switch quantity {
    case .measure(let measure), .suiteMean(let measure), .worst(let measure), .lost(let measure, _):
      measure
    case .cost: nil
    }
  }

  /// Whether it compares with the baseline by a test.
  var isDifference: Bool {
    switch (quantity, limit) {
    case (.cost, _), (.lost, _), (_, .absolute): false
    case (_, .difference), (_, .relative): true
    }
  }

  /// The loss that is allowed where the baseline's mean is `mean`, not negative.
  func margin(of mean: Double) -> Double {
    switch limit {
    case .absolute: 0
    case .difference(let difference): -difference
    case .relative(let share): -share * abs(mean)
    }
  }

  init(_ description: String, _ quantity: Quantity, _ limit: Limit, scope: String?) {
    self.description = description
    self.quantity = quantity
    self.limit = limit
    self.scope = scope
  }
}
