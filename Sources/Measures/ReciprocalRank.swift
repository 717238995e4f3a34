// SPDX-License-Identifier: Apache-2.0

/// Reciprocal rank of the first relevant document: `RR`, `RR@10`, `RR(rel=2)@10`, `recip_rank`.
///
/// 0 where none is retrieved (within the cutoff). Its mean over queries is MRR. Note that MS MARCO's
/// own script breaks ties by ascending document id, which here is the protocol's tie rule.
///
/// > Kantor and Voorhees. "The TREC-5 confusion track." Information Retrieval 2, 2000.
/// > doi:10.1023/A:1009902609570. trec_eval 9.0.8, `m_recip_rank.c`.
struct ReciprocalRank: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false
  var cutoff: Int?

  var name: MeasureName {
    MeasureName("RR", [.relevance(relevance), .judgedOnly(judgedOnly)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    for rank in view.relevantRanks(view.threshold(relevance)) {
      return rank <= cutoff ?? .max ? 1 / Double(rank) : 0
    }
    return 0
  }
}
