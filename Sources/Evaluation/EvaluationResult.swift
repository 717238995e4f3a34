// SPDX-License-Identifier: Apache-2.0

public import Measures
public import Statistics

/// The values of all measures for all queries, and over all queries.
public struct EvaluationResult: Sendable {
  /// The measures, in the order in which they were asked for.
  public let measures: [Measure]
  /// The queries that count, ascending by the bytes of their id: all judged ones, or only those
  /// with a ranking where the protocol leaves out missing ones.
  public let queryIDs: [String]
  /// Values `[measure][query]`, in the order of ``measures`` and ``queryIDs``.
  public let values: [[Double]]
  /// One value a measure over all queries.
  public let means: [Double]
  /// Which of ``queryIDs`` have no ranking.
  public let isMissing: [Bool]
  /// The number of judged queries without a ranking, whether they count or not.
  public let missing: Int
  /// The number of rankings for queries that are not judged, which are passed over.
  public let unjudged: Int
  /// The run's tag.
  public let tag: String

  /// How far each mean could be off, in the order of ``measures``; empty where nobody asked.
  public let ranges: [ScoreRanges]

  private let denominators: [[Int?]]
  private let texts: [Int: [String]]

  init(
    measures: [Measure], queryIDs: [String], values: [[Double]], denominators: [[Int?]],
    isMissing: [Bool], missing: Int, unjudged: Int, tag: String, texts: [Int: [String]],
    ranges: [ScoreRanges] = []
  ) {
    self.ranges = ranges
    self.measures = measures
    self.queryIDs = queryIDs
    self.values = values
    self.denominators = denominators
    self.isMissing = isMissing
    self.missing = missing
    self.unjudged = unjudged
    self.tag = tag
    self.texts = texts
    means = measures.indices.map { measure in
      Self.microAverage(values[measure], denominators.isEmpty ? [] : denominators[measure])
        ?? measures[measure].aggregation.aggregate(values[measure])
    }
  }

  /// The value over all queries by a measure's printed name.
  public subscript(name: String) -> Double? {
    measures.firstIndex { $0.description == name }.map { means[$0] }
  }

  /// What stands for a query in place of a number, where a measure is text (`relstring`).
  func text(_ measure: Int, query: Int) -> String? {
    texts[measure]?[query]
  }

  /// The bootstrap interval of a measure's mean over queries.
  ///
  /// - Returns: nil for counts and texts, and where there is no query. For geometric means the
  ///   interval of the mean logarithm, raised again. For micro averages queries are drawn with
  ///   their numerators and denominators.
  public func interval(
    _ measure: Int, _ bootstrap: Bootstrap = Bootstrap()
  ) -> ClosedRange<Double>? {
    if let (numerators, denominators) = fractions(measure) {
      return bootstrap.interval(ofRatioOf: numerators, to: denominators)
    }
    switch measures[measure].aggregation {
    case .mean: return bootstrap.interval(ofMeanOf: values[measure])
    case .geometricMean:
      return bootstrap.interval(ofMeanOf: values[measure]).map { range in
        Aggregation.geometricMean.aggregate([range.lowerBound]
        )...Aggregation.geometricMean
          .aggregate([range.upperBound])
      }
    case .sum, .none: return nil
    }
  }

  private func fractions(_ measure: Int) -> (numerators: [Double], denominators: [Double])? {
    guard !denominators.isEmpty, measures[measure].aggregation == .mean else { return nil }
    let counts = denominators[measure].compactMap { $0 }
    guard counts.count == queryIDs.count else { return nil }
    return (
      zip(values[measure], counts).map { Self.numerator($0, $1) }, counts.map { Double($0) }
    )
  }

  /// The sum of numerators over the sum of denominators, nil where values are no fractions.
  private static func microAverage(_ values: [Double], _ denominators: [Int?]) -> Double? {
    let counts = denominators.compactMap { $0 }
    guard !counts.isEmpty, counts.count == values.count else { return nil }
    let total = counts.reduce(0, +)
    guard total > 0 else { return 0 }
    return zip(values, counts).reduce(0) { $0 + numerator($1.0, $1.1) } / Double(total)
  }

  /// Both are whole numbers of documents: rounding undoes the division exactly.
  private static func numerator(_ value: Double, _ denominator: Int) -> Double {
    (value * Double(denominator)).rounded()
  }
}
