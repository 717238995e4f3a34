// SPDX-License-Identifier: Apache-2.0

/// Area under the ROC curve over the judged documents: `AUC`, `AUC(rel=2)`.
///
/// The probability that a relevant document is ranked above one judged not relevant, over all such
/// pairs of the query. Documents that were not retrieved stand together below all others: a pair of two of
/// them counts one half. 0.5 is chance, and also the value of a query without such a pair. Negative
/// grades are no judgement.
///
/// > Fawcett. "An introduction to ROC analysis." Pattern Recognition Letters 27(8), 2006.
/// > doi:10.1016/j.patrec.2005.10.010
struct AreaUnderCurve: NamedMeasure {
  var relevance: Int32?

  var name: MeasureName { MeasureName("AUC", [.relevance(relevance)]) }

  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let relevant = ranking.judged.count(from: threshold)
    let nonrelevant = ranking.judged.nonrelevant(below: threshold)
    guard relevant > 0, nonrelevant > 0 else { return 0.5 }
    var found = 0
    var above = 0
    var ordered = 0
    for hit in ranking.hits where hit.grade >= 0 {
      if hit.grade < threshold {
        above += 1
      } else {
        found += 1
        ordered += nonrelevant - above
      }
    }
    let undecided = (relevant - found) * (nonrelevant - above)
    return (Double(ordered) + Double(undecided) / 2) / (Double(relevant) * Double(nonrelevant))
  }
}

/// The share of well-ordered pairs in the ranking: ir-measures' `Accuracy`, `Accuracy@10`.
///
/// The probability that a retrieved relevant document is ranked above a retrieved other one, judged
/// or not. A query with no relevant document in the ranking is 0 here, where ir-measures leaves it out;
/// with nothing but relevant documents it is 1, where ir-measures divides by zero.
struct Accuracy: NamedMeasure {
  var relevance: Int32?
  var cutoff: Int?

  var name: MeasureName { MeasureName("Accuracy", [.relevance(relevance)], cutoff) }

  func value(of ranking: RankedJudgments) -> Double {
    let depth = min(cutoff ?? .max, ranking.retrieved)
    var found = 0
    var disordered = 0
    for rank in ranking.relevantRanks(ranking.threshold(relevance)) {
      if rank > depth { break }
      found += 1
      disordered += rank - found
    }
    guard found > 0 else { return 0 }
    let others = depth - found
    return others == 0 ? 1 : 1 - Double(disordered) / (Double(others) * Double(found))
  }
}
