// SPDX-License-Identifier: Apache-2.0

/// The share of the first `k` documents that is judged for the query: `Judged@10`, `Judged`.
///
/// Divided by the number of retrieved documents where these are fewer than `k`, as in ir-measures
/// (which, other than here, always breaks ties by ascending id). Any grade is a judgement.
struct Judged: NamedMeasure {
  var cutoff: Int?

  var name: MeasureName { MeasureName("Judged", [], cutoff) }

  func value(of ranking: RankedJudgments) -> Double {
    guard let depth = denominator(of: ranking), depth > 0 else { return 0 }
    return Double(ranking.hits.prefix { $0.rank <= depth }.count) / Double(depth)
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    min(cutoff ?? .max, ranking.retrieved)
  }
}

/// The share of the first `k` documents that is judged for no query at all: `Hole@10`.
///
/// > Thakur et al. "BEIR." NeurIPS 2021, arXiv:2104.08663; `hole` in its `custom_metrics.py`. The divisor
/// > is `k`, also for shorter rankings.
struct Hole: NamedMeasure {
  var cutoff: Int

  var name: MeasureName { MeasureName("Hole", [], cutoff) }
  var annotationDepth: Int { cutoff }

  func value(of ranking: RankedJudgments) -> Double {
    Double(ranking.unannotated.prefix { $0 <= cutoff }.count) / Double(cutoff)
  }

  func denominator(of ranking: RankedJudgments) -> Int? { cutoff }
}
