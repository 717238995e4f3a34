// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Normalized gain, between average precision and nDCG: trec_eval's experimental `G`.
///
/// A document gains gain / log2(2 + cost − results): `cost` is the best gain that so many documents
/// could have, at least 1 for each, `results` the gain found so far. The sum is divided by the gain of all
/// judged documents.
///
/// > trec_eval 9.0.8, `m_G.c` (Buckley).
struct NormalizedGain: MeasureDefinition {
  var gains = Gains()

  func value(of ranking: RankedJudgments) -> Double {
    let levels = gains.ideal(for: ranking)
    var best: [Double] = []
    for level in levels { best += repeatElement(level.gain, count: level.count) }
    let total = best.reduce(0, +)
    guard total > 0 else { return 0 }
    var sum = 0.0
    var cost = 0.0
    var results = 0.0
    var rank = 0
    for hit in ranking.hits {
      while rank < hit.rank {
        cost += rank < best.count ? max(best[rank], 1) : 1
        rank += 1
      }
      let gain = gains.gain(of: hit.grade, ranking.gain)
      results += gain
      if gain != 0 { sum += gain / binaryLogarithm(of: 2 + cost - results) }
    }
    return sum / total
  }
}

/// Normalized gain with the gains 0 and 1: trec_eval's experimental `binG`.
///
/// The mean over all relevant documents of 1 / log2(2 + non-relevant documents ranked before).
///
/// > trec_eval 9.0.8, `m_binG.c` (Buckley).
struct BinaryGain: MeasureDefinition {
  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.positiveGrade
    var sum = 0.0
    var found = 0
    for rank in ranking.relevantRanks(threshold) {
      found += 1
      sum += 1 / binaryLogarithm(of: Double(2 + rank - found))
    }
    return found > 0 ? sum / Double(ranking.judged.count(from: threshold)) : 0
  }
}
