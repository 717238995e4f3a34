// SPDX-License-Identifier: Apache-2.0

/// Recall of the first `k` documents: `R@100`, `recall_100`.
///
/// The share of the relevant documents that is retrieved; 0 where a query has none. Averaged in the
/// micro way it is the share of all relevant documents of all queries (T2Ranking). Of sets of
/// documents, the share that is whole in the first `k` places (``EvidenceRanking``).
///
/// > trec_eval 9.0.8, `m_recall.c`.
struct Recall: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false
  var cutoff: Int

  var name: MeasureName {
    MeasureName("R", [.relevance(relevance), .judgedOnly(judgedOnly)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    if let sets = ranking.evidence(relevance, judgedOnly: judgedOnly) {
      return Double(sets.wholeSets(cutoff: cutoff)) / Double(sets.setCount)
    }
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    let relevant = view.judged.count(from: threshold)
    guard relevant > 0 else { return 0 }
    return Double(view.relevantRetrieved(threshold, cutoff: cutoff)) / Double(relevant)
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    ranking.evidence(relevance, judgedOnly: judgedOnly)?.setCount
      ?? ranking.judged.count(from: ranking.threshold(relevance))
  }
}

/// Recall that can reach 1 at every depth: `R_cap@10`.
///
/// Relevant documents among the first `k`, divided by the smaller of `k` and their number.
///
/// > Thakur et al. "BEIR." NeurIPS 2021, arXiv:2104.08663; `recall_cap` in its `custom_metrics.py`,
/// > which fails where a query has no relevant document; here that is 0.
struct CappedRecall: NamedMeasure {
  var relevance: Int32?
  var cutoff: Int

  var name: MeasureName { MeasureName("R_cap", [.relevance(relevance)], cutoff) }

  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let possible = min(cutoff, ranking.judged.count(from: threshold))
    guard possible > 0 else { return 0 }
    return Double(ranking.relevantRetrieved(threshold, cutoff: cutoff)) / Double(possible)
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    min(cutoff, ranking.judged.count(from: ranking.threshold(relevance)))
  }
}

/// Whether a relevant document is among the first `k`: `Success@1`, `success_1`.
///
/// Some papers call this Recall@k. Of sets of documents, whether a whole one is there.
///
/// > trec_eval 9.0.8, `m_success.c` (Tomlinson).
struct Success: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false
  var cutoff: Int

  var name: MeasureName {
    MeasureName("Success", [.relevance(relevance), .judgedOnly(judgedOnly)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    if let sets = ranking.evidence(relevance, judgedOnly: judgedOnly) {
      return sets.wholeSets(cutoff: cutoff) > 0 ? 1 : 0
    }
    let view = ranking.judgedOnly(judgedOnly)
    return view.relevantRetrieved(view.threshold(relevance), cutoff: cutoff) > 0 ? 1 : 0
  }
}
