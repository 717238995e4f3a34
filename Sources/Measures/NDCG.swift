// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Normalized discounted cumulative gain: `nDCG@10`, `nDCG(dcg='exp-log2')@10`, `ndcg_cut_10`,
/// `ndcg`.
///
/// The gain is the grade (or 2^grade − 1), the discount log2(rank + 1); the sum over the ranking is
/// divided by that of the best possible ranking of **all** judged documents, cut at the same depth.
/// Negative grades gain nothing. A query without a relevant document scores 0. Without `dcg` the
/// gain is the protocol's, which is linear unless it says otherwise.
///
/// Equal to trec_eval's `ndcg` and `ndcg_cut` (linear), and to the same after replacing grades by
/// gains (`gains={1:1,2:3}`), which is how the exponential form is checked.
///
/// > Järvelin and Kekäläinen. "Cumulated gain-based evaluation of IR techniques." ACM TOIS 20(4),
/// > 2002. doi:10.1145/582415.582418. Exponential gain: Burges et al. "Learning to rank using
/// > gradient descent." ICML 2005. doi:10.1145/1102351.1102363
struct NDCG: NamedMeasure {
  var gains = Gains()
  var judgedOnly = false
  var cutoff: Int?

  var name: MeasureName {
    MeasureName("nDCG", gains.parameters + [.judgedOnly(judgedOnly)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let depth = cutoff ?? .max
    var sum = 0.0
    for hit in view.hits {
      if hit.rank > depth { break }
      let gain = gains.gain(of: hit.grade, view.gain)
      if gain != 0 { sum += gain / discount(hit.rank) }
    }
    if sum == 0 { return 0 }
    let best = idealSum(view, depth)
    return best > 0 ? sum / best : 0
  }

  func idealSum(_ ranking: RankedJudgments, _ depth: Int) -> Double {
    var sum = 0.0
    var rank = 0
    for level in gains.ideal(for: ranking) {
      for _ in 0..<level.count {
        rank += 1
        if rank > depth { return sum }
        sum += level.gain / discount(rank)
      }
    }
    return sum
  }
}
