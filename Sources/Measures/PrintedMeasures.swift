// SPDX-License-Identifier: Apache-2.0

/// The grades of the first documents as a string: trec_eval's `relstring`, `relstring_20`.
///
/// A digit, `>` for grades above 9, `-` for unjudged documents, `.` for negative grades. Printed for
/// queries, never averaged.
///
/// > trec_eval 9.0.8, `m_relstring.c`.
struct GradeString: MeasureDefinition {
  var length = 10

  var aggregation: Aggregation { .none }

  func value(of ranking: RankedJudgments) -> Double { 0 }

  func text(of ranking: RankedJudgments) -> String? {
    var characters = [Character](repeating: "-", count: min(length, ranking.retrieved))
    for hit in ranking.hits where hit.rank <= characters.count {
      characters[hit.rank - 1] =
        switch hit.grade {
        case ..<0: "."
        case 10...: ">"
        default: Character(String(hit.grade))
        }
    }
    return "'" + String(characters) + "'"
  }
}

/// The tag of the run: trec_eval's `runid`, printed once above everything else.
struct RunTag: MeasureDefinition {
  var aggregation: Aggregation { .none }

  func value(of ranking: RankedJudgments) -> Double { 0 }
}
