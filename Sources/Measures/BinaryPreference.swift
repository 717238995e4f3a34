// SPDX-License-Identifier: Apache-2.0

/// Binary preference, which looks at judged documents only: `Bpref`, `bpref`.
///
/// For every retrieved relevant document 1 − min(n, R) / min(N, R), where n of the N judged
/// non-relevant documents are ranked above it; the sum is divided by R, the number of relevant
/// documents. Unjudged documents and negative grades are passed over.
///
/// > Buckley and Voorhees. "Retrieval evaluation with incomplete information." SIGIR 2004.
/// > doi:10.1145/1008992.1009000. trec_eval 9.0.8, `m_bpref.c`.
struct BinaryPreference: NamedMeasure {
  var relevance: Int32?

  var name: MeasureName { MeasureName("Bpref", [.relevance(relevance)]) }

  func value(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let relevant = ranking.judged.count(from: threshold)
    guard relevant > 0 else { return 0 }
    let possible = min(ranking.judged.nonrelevant(below: threshold), relevant)
    var sum = 0.0
    var above = 0
    for hit in ranking.hits where hit.grade >= 0 {
      if hit.grade < threshold {
        above += 1
      } else if above > 0 {
        sum += 1 - Double(min(above, relevant)) / Double(possible)
      } else {
        sum += 1
      }
    }
    return sum / Double(relevant)
  }
}

/// The geometric mean over queries of binary preference: trec_eval's `gm_bpref`.
///
/// Per query the natural logarithm of bpref, or of 0.00001 where that is less.
///
/// > trec_eval 9.0.8, `m_gm_bpref.c`.
struct GeometricBinaryPreference: MeasureDefinition {
  var aggregation: Aggregation { .geometricMean }

  func value(of ranking: RankedJudgments) -> Double {
    flooredLogarithm(of: BinaryPreference().value(of: ranking))
  }

  func missingValue(_ judged: GradeCounts, positiveGrade: Int32) -> Double {
    flooredLogarithm(of: 0)
  }
}
