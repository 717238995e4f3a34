// SPDX-License-Identifier: Apache-2.0

/// The number of queries: `NumQ`, `num_q`.
struct QueryCount: NamedMeasure {
  var name: MeasureName { MeasureName("NumQ") }
  var aggregation: Aggregation { .sum }

  func value(of ranking: RankedJudgments) -> Double { 1 }

  func missingValue(_ judged: GradeCounts, positiveGrade: Int32) -> Double { 1 }
}

/// The number of retrieved documents: `NumRet`, `num_ret`; only relevant ones: `NumRet(rel=1)`,
/// `NumRelRet`, `num_rel_ret`.
struct RetrievedCount: NamedMeasure {
  /// Which documents count.
  enum Kind: Sendable, Hashable {
    case all
    case relevant(Int32?)
  }

  var kind: Kind

  var name: MeasureName {
    switch kind {
    case .all: MeasureName("NumRet")
    case .relevant(nil): MeasureName("NumRelRet")
    case .relevant(let grade): MeasureName("NumRet", [.relevance(grade)])
    }
  }
  var aggregation: Aggregation { .sum }

  func value(of ranking: RankedJudgments) -> Double {
    switch kind {
    case .all: Double(ranking.retrieved)
    case .relevant(let grade): Double(ranking.relevantRetrieved(ranking.threshold(grade)))
    }
  }
}

/// The number of relevant documents, retrieved or not: `NumRel`, `num_rel`.
struct RelevantCount: NamedMeasure {
  var relevance: Int32?

  var name: MeasureName { MeasureName("NumRel", [.relevance(relevance)]) }
  var aggregation: Aggregation { .sum }

  func value(of ranking: RankedJudgments) -> Double {
    missingValue(ranking.judged, positiveGrade: ranking.positiveGrade)
  }

  func missingValue(_ judged: GradeCounts, positiveGrade: Int32) -> Double {
    Double(judged.count(from: relevance ?? positiveGrade))
  }
}

/// The number of retrieved documents judged not relevant: trec_eval's `num_nonrel_judged_ret`.
struct NonrelevantRetrievedCount: MeasureDefinition {
  var aggregation: Aggregation { .sum }

  func value(of ranking: RankedJudgments) -> Double {
    Double(ranking.hits.count { $0.grade >= 0 && $0.grade < ranking.positiveGrade })
  }
}
