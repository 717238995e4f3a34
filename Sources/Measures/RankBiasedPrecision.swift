// SPDX-License-Identifier: Apache-2.0

/// Rank-biased precision: `RBP(p=0.8)`, `RBP(p=0.95)@100`.
///
/// (1 − p) · Σ p^(rank − 1) over relevant documents: a reader goes on to the next document with
/// probability p. The default p is 0.8, as in ir-measures; trec_eval 10's `rbp` uses 0.9. Grades
/// are binary here; what ir-measures does without `rel` depends on which tool it finds installed.
///
/// > Moffat and Zobel. "Rank-biased precision for measurement of retrieval effectiveness." ACM TOIS
/// > 27(1), 2008. doi:10.1145/1416950.1416952
struct RankBiasedPrecision: NamedMeasure {
  var persistence = 0.8
  var relevance: Int32?
  var cutoff: Int?

  var name: MeasureName {
    MeasureName(
      "RBP", [.init("p", .number(persistence)), .relevance(relevance)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    var sum = 0.0
    var weight = 1.0
    var reached = 1
    for rank in ranking.relevantRanks(ranking.threshold(relevance)) {
      if rank > cutoff ?? .max { break }
      while reached < rank {
        weight *= persistence
        reached += 1
      }
      sum += weight
    }
    return (1 - persistence) * sum
  }
}
