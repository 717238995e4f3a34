// SPDX-License-Identifier: Apache-2.0

/// A weighted sum over the contingency table: trec_eval's `utility`, `utility_2,-1,0,0`.
///
/// a · relevant retrieved + b · other retrieved + c · relevant missed + d · all others; the weights
/// are 1, −1, 0, 0 unless given. The size of the collection counts as 0, trec_eval's default, so the last weight multiplies a
/// number that is usually negative.
///
/// > trec_eval 9.0.8, `m_utility.c`.
struct Utility: MeasureDefinition {
  static let defaultWeights = [1.0, -1, 0, 0]

  var weights = Utility.defaultWeights

  func value(of ranking: RankedJudgments) -> Double {
    let relevant = ranking.judged.count(from: ranking.positiveGrade)
    let found = ranking.relevantRetrieved(ranking.positiveGrade)
    return weights[0] * Double(found) + weights[1] * Double(ranking.retrieved - found)
      + weights[2] * Double(relevant - found)
      + weights[3] * Double(found - ranking.retrieved - relevant)
  }
}
