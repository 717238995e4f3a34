// SPDX-License-Identifier: Apache-2.0

/// Precision of the first `k` documents: `P@5`, `P(rel=2)@10`, `P_5`.
///
/// The divisor is `k` even when fewer documents were retrieved. Of sets of documents, the share of
/// the first `k` places that hold a whole one (``EvidenceRanking``).
///
/// > trec_eval 9.0.8, `m_P.c`.
struct Precision: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false
  var cutoff: Int

  var name: MeasureName {
    MeasureName("P", [.relevance(relevance), .judgedOnly(judgedOnly)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    if let sets = ranking.evidence(relevance, judgedOnly: judgedOnly) {
      return Double(sets.wholeSets(cutoff: cutoff)) / Double(cutoff)
    }
    let view = ranking.judgedOnly(judgedOnly)
    let found = view.relevantRetrieved(view.threshold(relevance), cutoff: cutoff)
    return Double(found) / Double(cutoff)
  }

  func denominator(of ranking: RankedJudgments) -> Int? { cutoff }
}

/// Precision relative to the best possible at that depth: trec_eval's `relative_P_5`.
///
/// Precision up to rank R, recall after it.
///
/// > trec_eval 9.0.8, `m_relative_P.c`.
struct RelativePrecision: MeasureDefinition {
  var cutoff: Int

  func value(of ranking: RankedJudgments) -> Double {
    CappedRecall(cutoff: cutoff).value(of: ranking)
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    CappedRecall(cutoff: cutoff).denominator(of: ranking)
  }
}

/// Precision at R, the number of relevant documents: `Rprec`.
///
/// Of sets of documents, that of the best set, and then no fraction of one count.
///
/// > trec_eval 9.0.8, `m_Rprec.c`.
struct RPrecision: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false

  var name: MeasureName {
    MeasureName("Rprec", [.relevance(relevance), .judgedOnly(judgedOnly)])
  }

  func value(of ranking: RankedJudgments) -> Double {
    if let sets = ranking.evidence(relevance, judgedOnly: judgedOnly) {
      return sets.bestRPrecision
    }
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    let relevant = view.judged.count(from: threshold)
    let found = view.relevantRetrieved(threshold, cutoff: relevant)
    return relevant > 0 ? Double(found) / Double(relevant) : 0
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    guard ranking.evidence(relevance, judgedOnly: judgedOnly) == nil else { return nil }
    return ranking.judged.count(from: ranking.threshold(relevance))
  }
}

/// Precision at a multiple of R: trec_eval's `Rprec_mult_0.20`.
///
/// The depth is the multiple times R, rounded up from a tenth on (trec_eval adds 0.9 and cuts).
///
/// > trec_eval 9.0.8, `m_Rprec_mult.c`.
struct RPrecisionMultiple: MeasureDefinition {
  var multiple: Double

  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.positiveGrade
    let depth = documentCount(multiple, of: ranking.judged.count(from: threshold))
    guard depth > 0 else { return 0 }
    return Double(ranking.relevantRetrieved(threshold, cutoff: depth)) / Double(depth)
  }
}

/// A share of `count` documents as a number of documents, as trec_eval 9 rounds it.
func documentCount(_ share: Double, of count: Int) -> Int {
  let product = share * Double(count) + 0.9
  return product < Double(Int.max) ? Int(product) : .max
}
