// SPDX-License-Identifier: Apache-2.0

public import Measures
import Retrieval

/// Which ranges are computed beside the values.
public struct RangeOptions: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: Int

  /// Options from their bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// What other orders of documents with equal scores would give.
  public static let ties = RangeOptions(rawValue: 1)
  /// What judging the unjudged documents could give.
  public static let unjudged = RangeOptions(rawValue: 2)
}

/// How far a mean could be off, for reasons that are not the system's.
public struct ScoreRanges: Sendable, Hashable {
  /// Over all orders of documents with equal scores; nil where it was not asked for, or the measure
  /// has no closed form.
  public internal(set) var ties: TieRange?
  /// Over all judgements that the unjudged documents could get; nil likewise.
  public internal(set) var unjudged: ClosedRange<Double>?

  /// No range.
  public init() {}
}

/// Adds up ranges query by query.
struct RangeSums: Sendable {
  private let measures: [Measure]
  private let options: RangeOptions
  /// The grade of documents that are thought relevant: the highest of the qrels.
  private let grade: Int32
  /// `[measure][query]`
  private var ties: [[TieRange?]]
  private var unjudged: [[ClosedRange<Double>?]]

  init(_ evaluator: Evaluator) {
    measures = evaluator.measures
    options = evaluator.ranges
    grade = max(
      evaluator.queries.compactMap { $0.counts.levels.first?.grade }.max() ?? 1,
      Int32(clamping: evaluator.rules.positiveGrade))
    let missing = measures.map { measure in
      evaluator.queries.map {
        measure.missingValue(
          $0.counts, positiveGrade: Int32(clamping: evaluator.rules.positiveGrade))
      }
    }
    ties = missing.map { $0.map { TieRange($0) } }
    unjudged = missing.map { $0.map { $0...$0 } }
  }

  /// Notes one query.
  mutating func set(_ slot: Int, _ ranking: RankedJudgments) {
    for (index, measure) in measures.enumerated() {
      if options.contains(.ties) { ties[index][slot] = measure.tieRange(of: ranking) }
      if options.contains(.unjudged) {
        unjudged[index][slot] = measure.unjudgedRange(of: ranking, grade: grade)
      }
    }
  }

  /// Means over the queries that count.
  func means(_ counted: [Int]) -> [ScoreRanges] {
    measures.indices.map { index in
      var ranges = ScoreRanges()
      if options.contains(.ties), let all = known(ties[index], counted) {
        ranges.ties = TieRange(
          minimum: mean(all.map(\.minimum)), expected: mean(all.map(\.expected)),
          maximum: mean(all.map(\.maximum)))
      }
      if options.contains(.unjudged), let all = known(unjudged[index], counted) {
        ranges.unjudged = mean(all.map(\.lowerBound))...mean(all.map(\.upperBound))
      }
      return ranges
    }
  }

  /// The ranges of all queries that count; nil where one has none.
  private func known<Range>(_ ranges: [Range?], _ counted: [Int]) -> [Range]? {
    let all = counted.compactMap { ranges[$0] }
    return all.count == counted.count && !all.isEmpty ? all : nil
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
