// SPDX-License-Identifier: Apache-2.0

/// Average precision inferred from a sample of the pool: `infAP`.
///
/// A negative grade marks a document that was pooled and not judged; such documents are taken to be
/// relevant as often as the judged ones, documents outside the pool never. Equals AP where the
/// whole pool was judged.
///
/// > Yilmaz and Aslam. "Estimating average precision with incomplete and imperfect judgments."
/// > CIKM 2006. doi:10.1145/1183614.1183633. trec_eval 9.0.8, `m_infap.c`.
struct InferredAveragePrecision: NamedMeasure {
  /// Smooths the share of relevant documents, as in trec_eval.
  private static let epsilon = 0.00001

  var relevance: Int32?

  var name: MeasureName { MeasureName("infAP", [.relevance(relevance)]) }

  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    var sum = 0.0
    var relevant = 0
    var nonrelevant = 0
    var unjudged = 0
    for hit in ranking.hits {
      if hit.grade < 0 {
        unjudged += 1
      } else if hit.grade < threshold {
        nonrelevant += 1
      } else {
        sum += expectedPrecision(
          above: Double(hit.rank - 1), relevant: Double(relevant), nonrelevant: Double(nonrelevant),
          unjudged: Double(unjudged))
        relevant += 1
      }
    }
    let total = ranking.judged.count(from: threshold)
    return total > 0 ? sum / Double(total) : 0
  }

  /// The precision expected at a relevant document below `above` others, of which so many are
  /// relevant, not relevant, and pooled but not judged.
  private func expectedPrecision(
    above: Double, relevant: Double, nonrelevant: Double, unjudged: Double
  ) -> Double {
    guard above > 0 else { return 1 }
    let pooled = (relevant + nonrelevant + unjudged) / above
    let share = (relevant + Self.epsilon) / (relevant + nonrelevant + 2 * Self.epsilon)
    return 1 / (above + 1) + (above / (above + 1)) * pooled * share
  }
}
