// SPDX-License-Identifier: Apache-2.0

/// Expected reciprocal rank: `ERR@20`, `ERR(max_rel=3)@20`.
///
/// A reader stops at a document with probability (2^grade − 1) / 2^max; ERR is the expected
/// 1 / rank of that stop. `max_rel` is the highest grade of the scale, 4 unless given, as in the
/// Web track's `gdeval.pl` and in ir-measures; higher grades count as `max_rel`.
///
/// > Chapelle, Metlzer, Zhang and Grinspan. "Expected reciprocal rank for graded relevance." CIKM
/// > 2009. doi:10.1145/1645953.1646033
struct ExpectedReciprocalRank: NamedMeasure {
  var maximum: Int32 = 4
  var cutoff: Int?

  var name: MeasureName {
    MeasureName("ERR", maximum == 4 ? [] : [.init("max_rel", .integer(maximum))], cutoff)
  }

  func value(of ranking: RankedJudgments) -> Double {
    var sum = 0.0
    var reach = 1.0
    for hit in ranking.hits where hit.grade > 0 {
      if hit.rank > cutoff ?? .max { break }
      let stop = stopProbability(hit.grade)
      sum += stop * reach / Double(hit.rank)
      reach *= 1 - stop
    }
    return sum
  }

  /// The probability that a reader stops at a document with a positive grade.
  func stopProbability(_ grade: Int32) -> Double {
    let scale = Double(sign: .plus, exponent: Int(maximum), significand: 1)
    return (Double(sign: .plus, exponent: Int(min(grade, maximum)), significand: 1) - 1) / scale
  }
}
