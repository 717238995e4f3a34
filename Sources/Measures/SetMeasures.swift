// SPDX-License-Identifier: Apache-2.0

/// Precision of everything retrieved: `SetP`, `set_P`; relative to the best possible for that many
/// documents: `SetP(relative=True)`, `set_relative_P`.
///
/// > trec_eval 9.0.8, `m_set_P.c`, `m_set_rel_P.c`.
struct SetPrecision: NamedMeasure {
  var relevance: Int32?
  var isRelative = false
  var judgedOnly = false

  var name: MeasureName {
    MeasureName(
      "SetP",
      [.relevance(relevance), .flag("relative", isRelative), .judgedOnly(judgedOnly)])
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    guard let possible = denominator(of: view), possible > 0 else { return 0 }
    return Double(view.relevantRetrieved(threshold)) / Double(possible)
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    guard isRelative else { return ranking.retrieved }
    return min(ranking.retrieved, ranking.judged.count(from: ranking.threshold(relevance)))
  }
}

/// Recall of everything retrieved: `SetR`, `set_recall`.
///
/// > trec_eval 9.0.8, `m_set_recall.c`.
struct SetRecall: NamedMeasure {
  var relevance: Int32?

  var name: MeasureName { MeasureName("SetR", [.relevance(relevance)]) }

  func value(of ranking: RankedJudgments) -> Double {
    Recall(relevance: relevance, cutoff: .max).value(of: ranking)
  }

  func denominator(of ranking: RankedJudgments) -> Int? {
    ranking.judged.count(from: ranking.threshold(relevance))
  }
}

/// The harmonic mean of set precision and set recall: `SetF`, `SetF(beta=2.0)`, `set_F`.
///
/// (β + 1) · P · R / (R + β · P). As in trec_eval the parameter enters as it is, not squared.
///
/// > van Rijsbergen. "Information Retrieval." 1979. trec_eval 9.0.8, `m_set_F.c`.
struct SetFMeasure: NamedMeasure {
  var relevance: Int32?
  var beta = 1.0
  var judgedOnly = false

  var name: MeasureName {
    MeasureName(
      "SetF",
      [.relevance(relevance)] + (beta == 1 ? [] : [.init("beta", .number(beta))])
        + [.judgedOnly(judgedOnly)])
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    let found = view.relevantRetrieved(threshold)
    guard found > 0 else { return 0 }
    let precision = Double(found) / Double(view.retrieved)
    let recall = Double(found) / Double(view.judged.count(from: threshold))
    return (beta + 1) * precision * recall / (beta * precision + recall)
  }
}

/// The product of set precision and set recall: `SetAP`, `set_map`.
///
/// > trec_eval 9.0.8, `m_set_map.c`.
struct SetAveragePrecision: NamedMeasure {
  var relevance: Int32?
  var judgedOnly = false

  var name: MeasureName {
    MeasureName("SetAP", [.relevance(relevance), .judgedOnly(judgedOnly)])
  }

  func value(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let threshold = view.threshold(relevance)
    let found = Double(view.relevantRetrieved(threshold))
    guard found > 0 else { return 0 }
    return found * found / (Double(view.retrieved) * Double(view.judged.count(from: threshold)))
  }
}
