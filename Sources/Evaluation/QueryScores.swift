// SPDX-License-Identifier: Apache-2.0

import Measures
import Retrieval

/// Collects the values of queries in whatever order they come.
struct QueryScores {
  private let evaluator: Evaluator
  /// Which judged queries have a ranking.
  private(set) var isPresent: [Bool]
  /// The number of rankings for queries that are not judged.
  var unjudged = 0
  private var values: [[Double]]
  private var denominators: [[Int?]]
  private var texts: [Int: [String]] = [:]
  private var ranges: RangeSums?

  /// No values yet.
  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    let count = evaluator.queries.count
    isPresent = Array(repeating: false, count: count)
    values = evaluator.measures.map { measure in
      evaluator.queries.map { query in
        measure.missingValue(
          query.counts, positiveGrade: Int32(clamping: evaluator.rules.positiveGrade))
      }
    }
    denominators =
      evaluator.rules.averaging == .micro
      ? evaluator.measures.map { measure in
        evaluator.queries.map { query in
          measure.denominator(of: evaluator.emptyRanking(for: query))
        }
      } : []
    ranges = evaluator.ranges.isEmpty ? nil : RangeSums(evaluator)
  }

  /// Notes the values of one query.
  mutating func set(_ slot: Int, _ ranking: RankedJudgments) {
    isPresent[slot] = true
    ranges?.set(slot, ranking)
    for (index, measure) in evaluator.measures.enumerated() {
      values[index][slot] = measure.value(of: ranking)
      if !denominators.isEmpty { denominators[index][slot] = measure.denominator(of: ranking) }
      if let text = measure.text(of: ranking) {
        texts[index, default: Array(repeating: "''", count: isPresent.count)][slot] = text
      }
    }
  }

  /// All values and their averages.
  consuming func result(tag: String) -> EvaluationResult {
    let missing = isPresent.count { !$0 }
    let counted =
      evaluator.rules.missingQueries == .zero
      ? Array(isPresent.indices) : isPresent.indices.filter { isPresent[$0] }
    let values = self.values.map { column in counted.map { column[$0] } }
    let denominators = self.denominators.map { column in counted.map { column[$0] } }
    return EvaluationResult(
      measures: evaluator.measures,
      queryIDs: counted.map { evaluator.queries[$0].id },
      values: values,
      denominators: denominators,
      isMissing: counted.map { [isPresent] in !isPresent[$0] },
      missing: missing,
      unjudged: unjudged,
      tag: tag,
      texts: texts.mapValues { column in counted.map { column[$0] } },
      ranges: ranges?.means(counted) ?? [])
  }
}

extension Evaluator {
  /// What measures see of a query without a ranking.
  func emptyRanking(for query: JudgedQuery) -> RankedJudgments {
    RankedJudgments(
      hits: [], retrieved: 0, judged: query.counts, evidence: query.evidence(of: []),
      positiveGrade: Int32(clamping: rules.positiveGrade), gain: rules.gain)
  }
}
