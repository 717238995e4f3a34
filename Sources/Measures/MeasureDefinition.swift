// SPDX-License-Identifier: Apache-2.0

/// One family of measures with its parameters: how a query is scored and how queries are joined.
protocol MeasureDefinition: Sendable {
  /// How per-query values become one.
  var aggregation: Aggregation { get }
  /// How deep ``RankedJudgments/unannotated`` must reach; 0 where it is not needed.
  var annotationDepth: Int { get }

  /// The value of one query.
  func value(of ranking: RankedJudgments) -> Double
  /// The value of a judged query that has no ranking, where missing queries count.
  func missingValue(_ judged: GradeCounts, positiveGrade: Int32) -> Double
  /// What ``value(of:)`` is a fraction of, for micro averages; nil where it is no fraction of a count.
  func denominator(of ranking: RankedJudgments) -> Int?
  /// What is printed for a query instead of a number, where it is not a number.
  func text(of ranking: RankedJudgments) -> String?
}

/// A family that has a name in ir-measures' way of writing.
protocol NamedMeasure: MeasureDefinition {
  /// The name and the parameters that were given.
  var name: MeasureName { get }
}

extension MeasureDefinition {
  var aggregation: Aggregation { .mean }
  var annotationDepth: Int { 0 }
  func missingValue(_ judged: GradeCounts, positiveGrade: Int32) -> Double { 0 }
  func denominator(of ranking: RankedJudgments) -> Int? { nil }
  func text(of ranking: RankedJudgments) -> String? { nil }
}

/// How per-query values become one value.
public enum Aggregation: Sendable, Hashable {
  /// The arithmetic mean.
  case mean
  /// The sum: counts.
  case sum
  /// e to the mean; per-query values are natural logarithms.
  case geometricMean
  /// Nothing: the measure is text, or only printed for queries.
  case none

  /// The value over all queries, summed in the given order.
  public func aggregate(_ values: some Collection<Double>) -> Double {
    var sum = 0.0
    for value in values { sum += value }
    switch self {
    case .sum: return sum
    case .none: return 0
    case .mean: return values.isEmpty ? 0 : sum / Double(values.count)
    case .geometricMean:
      return values.isEmpty ? 0 : exponential(of: sum / Double(values.count))
    }
  }
}
