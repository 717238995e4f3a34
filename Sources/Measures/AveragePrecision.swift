// SPDX-License-Identifier: Apache-2.0

/// Average precision: `AP`, `AP@1000`, `AP(rel=2)`, `map`, `map_cut_10`.
///
/// The mean over all relevant documents of the precision at their rank; documents that are not
/// retrieved (within the cutoff) count 0. Its mean over queries is MAP.
///
/// > Harman. "Evaluation issues in information retrieval." IPM 28(4), 1992.
/// > doi:10.1016/0306-4573(92)90001-G. trec_eval 9.0.8, `m_map.c`, `m_map_cut.c`.
struct AveragePrecision: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false
  var cutoff: Int?

  var name: MeasureName {
    MeasureName("AP", [.relevance(relevance), .judgedOnly(judgedOnly)], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    let sum = precisionSum(view, threshold, cutoff ?? .max)
    return sum > 0 ? sum / Double(view.judged.count(from: threshold)) : 0
  }
}

/// The geometric mean over queries of average precision: `GMAP`, `gm_map`.
///
/// Per query the natural logarithm of AP, or of 0.00001 where AP is less, which is also what a
/// missing query counts as. Rewards systems without failing queries.
///
/// > Robertson. "On GMAP: and other transformations." CIKM 2006. doi:10.1145/1183614.1183630.
/// > trec_eval 9.0.8, `m_gm_map.c`.
struct GeometricAveragePrecision: NamedMeasure {
  var relevance: Int32?

  var name: MeasureName { MeasureName("GMAP", [.relevance(relevance)]) }
  var aggregation: Aggregation { .geometricMean }

  func value(of ranking: RankedJudgments) -> Double {
    flooredLogarithm(of: AveragePrecision(relevance: relevance).value(of: ranking))
  }

  func missingValue(_ judged: GradeCounts, positiveGrade: Int32) -> Double {
    flooredLogarithm(of: 0)
  }
}

/// Yet another average precision, on a logit scale: trec_eval's `yaap`.
///
/// ln((1 + s) / (1 + R − s)) where s is the sum of the precisions at relevant ranks; rises with AP
/// and averages better at the extremes. May be negative.
///
/// > Robertson. "On smoothing average precision." ECIR 2012. doi:10.1007/978-3-642-28997-2_14
struct LogitAveragePrecision: MeasureDefinition {
  func value(of ranking: RankedJudgments) -> Double {
    let sum = precisionSum(ranking, ranking.positiveGrade, .max)
    let relevant = Double(ranking.judged.count(from: ranking.positiveGrade))
    return naturalLogarithm(of: (1 + sum) / (1 + relevant - sum))
  }
}

/// The sum of the precisions at the relevant ranks up to `cutoff`.
private func precisionSum(_ ranking: RankedJudgments, _ threshold: Int32, _ cutoff: Int) -> Double {
  var sum = 0.0
  var found = 0
  for rank in ranking.relevantRanks(threshold) {
    if rank > cutoff { break }
    found += 1
    sum += Double(found) / Double(rank)
  }
  return sum
}

/// ln(max(value, 0.00001)), what trec_eval's geometric means take the mean of.
func flooredLogarithm(of value: Double) -> Double {
  naturalLogarithm(of: max(value, 0.00001))
}
