// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// nDCG averaged over the relevant documents: trec_eval's experimental `ndcg_rel`.
///
/// nDCG is taken at the rank of each document with a positive gain; documents that were not
/// retrieved count with the gain at the end of the ranking.
///
/// > trec_eval 9.0.8, `m_ndcg_rel.c` (Buckley).
struct NDCGAtRelevant: MeasureDefinition {
  var gains = Gains()

  func value(of ranking: RankedJudgments) -> Double {
    let ideal = ranking.idealSums(gains.ideal(for: ranking))
    let relevant = ideal.count - 1
    guard relevant > 0 else { return 0 }
    var gained = 0.0
    var sum = 0.0
    var found = 0
    for hit in ranking.hits {
      let gain = gains.gain(of: hit.grade, ranking.gain)
      if gain != 0 { gained += gain / discount(hit.rank) }
      if gain > 0 {
        sum += gained / ideal[min(hit.rank, relevant)]
        found += 1
      }
    }
    sum += Double(relevant - found) * gained / ideal[relevant]
    return sum > 0 ? sum / Double(relevant) : 0
  }
}

/// nDCG averaged over the depths at which the ideal gain falls: trec_eval's experimental `Rndcg`.
///
/// With five documents of grade 2 and three of grade 1 these are 5, 8, and the number of retrieved
/// documents when that is beyond 9, as trec_eval has it.
///
/// > trec_eval 9.0.8, `m_Rndcg.c` (Buckley).
struct NDCGAtLevels: MeasureDefinition {
  var gains = Gains()

  func value(of ranking: RankedJudgments) -> Double {
    guard ranking.judged.count(from: ranking.positiveGrade) > 0 else { return 0 }
    let levels = gains.ideal(for: ranking)
    let ideal = ranking.idealSums(levels)
    guard ideal.count > 1 else { return 0 }
    var depths: [Int] = []
    var depth = 0
    for (index, level) in levels.enumerated() {
      depth += level.count
      if index + 1 == levels.count || levels[index + 1].gain != level.gain { depths.append(depth) }
    }
    var sum = 0.0
    var gained = 0.0
    var next = 0
    for depth in depths {
      gain(upTo: depth, ranking, &gained, &next)
      sum += gained / ideal[depth]
    }
    var count = depths.count
    if depth + 1 < ranking.retrieved {
      gain(upTo: .max, ranking, &gained, &next)
      sum += gained / ideal[depth]
      count += 1
    }
    return sum / Double(count)
  }

  private func gain(
    upTo depth: Int, _ ranking: RankedJudgments, _ gained: inout Double, _ next: inout Int
  ) {
    while next < ranking.hits.count, ranking.hits[next].rank <= depth {
      let hit = ranking.hits[next]
      let gain = gains.gain(of: hit.grade, ranking.gain)
      if gain != 0 { gained += gain / discount(hit.rank) }
      next += 1
    }
  }
}
