// SPDX-License-Identifier: Apache-2.0

/// Interpolated precision at a recall level: `IPrec@0.1`, `iprec_at_recall_0.10`.
///
/// The highest precision at any depth at which that share of the relevant documents is retrieved;
/// the points of the classic recall–precision graph. The share is turned into a number of documents
/// as trec_eval 9 does it: 0.9 is added and the fraction cut (version 10 rounds to the nearest).
///
/// > trec_eval 9.0.8, `m_iprec_at_recall.c`.
struct InterpolatedPrecision: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false
  var recall: Double

  var name: MeasureName {
    MeasureName(
      "IPrec", [.relevance(relevance), .judgedOnly(judgedOnly)], .number(recall))
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    let best = bestPrecisions(view, threshold)
    let needed = documentCount(recall, of: view.judged.count(from: threshold))
    return best.isEmpty || needed > best.count ? 0 : best[max(needed, 1) - 1]
  }
}

/// Interpolated precision averaged over recall levels: trec_eval's `11pt_avg`.
///
/// The levels are 0, 0.1 … 1 unless given: `11pt_avg_.25,.5,.75`.
///
/// > trec_eval 9.0.8, `m_11pt_avg.c`.
struct AverageInterpolatedPrecision: MeasureDefinition {
  /// The eleven levels of the classic graph.
  static let defaultLevels = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]

  var levels = AverageInterpolatedPrecision.defaultLevels

  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.positiveGrade
    let relevant = ranking.judged.count(from: threshold)
    let best = bestPrecisions(ranking, threshold)
    guard !best.isEmpty else { return 0 }
    var sum = 0.0
    // From the highest level down, the order in which trec_eval adds.
    for level in levels.reversed() {
      let needed = documentCount(level, of: relevant)
      if needed <= best.count { sum += best[max(needed, 1) - 1] }
    }
    return sum / Double(levels.count)
  }
}

/// The highest precision from the first, second … relevant document on.
private func bestPrecisions(_ ranking: RankedJudgments, _ threshold: Int32) -> [Double] {
  var best = ranking.relevantRanks(threshold).enumerated().map { index, rank in
    Double(index + 1) / Double(rank)
  }
  for index in best.indices.dropLast().reversed() {
    best[index] = max(best[index], best[index + 1])
  }
  return best
}
