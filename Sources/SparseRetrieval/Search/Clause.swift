// SPDX-License-Identifier: Apache-2.0

import Kernels

/// One query term in one field of an index: a posting list and how its postings score.
struct Clause {
  let list: PostingList
  let scoring: TermScoring
  let factors: Saturation.Factors
  /// What pruning needs; nil for functions that are not pruned.
  let bounds: Bounds?

  /// Limits of a clause's scores. All are exact scores or next to one, never on the wrong side:
  /// a saturation does not fall as frequency × factor grows, not even after rounding.
  struct Bounds {
    /// No posting scores higher.
    var highest: Float
    /// No posting scores lower.
    var lowest: Float
    /// No posting outside of ``champions`` scores higher.
    var highestOther: Float
    /// At least as many postings as were asked for score not less; 0 when that is unknown.
    var ranked: Float
    /// Whether the list is so long that it is worth not to enumerate it.
    var isLong: Bool
    /// The postings with the highest scores, where the term has such a list.
    var champions: PostingList?
    /// The frequency in every document, where the term is so frequent that it is kept.
    var dense: DenseFrequencies?
  }

  /// The clause of a term, for a search of the best `k` documents.
  init(field: FieldIndex, row: Int, boost: Int, k: Int) {
    let record = field.record(row)
    list = field.list(row)
    factors = field.factors
    scoring = field.scoring.term(
      boost: boost, documentFrequency: Int(record.documentFrequency),
      collectionFrequency: Int(record.collectionFrequency))
    guard case .saturation(let saturation) = scoring else {
      bounds = nil
      return
    }
    let long = field.longRecord(row)
    var ranked: Float = 0
    if k <= 10 {
      ranked = record.tenth
    } else if let long, k <= 1000 {
      ranked = k <= 100 ? long.hundredth : long.thousandth
    }
    let champions = long.flatMap(field.champions)
    let highest = saturation.score(record.largest)
    bounds = Bounds(
      highest: highest, lowest: saturation.score(field.smallestFactor),
      highestOther: champions == nil
        ? highest : saturation.score(long?.largestOther ?? record.largest),
      ranked: ranked > 0 ? saturation.score(ranked) : 0,
      isLong: UInt64(record.documentFrequency) >= field.counts.longThreshold,
      champions: champions,
      dense: long.flatMap(field.denseFrequencies))
  }

  /// The score of a posting from its frequency × length factor.
  func score(product: Float) -> Float { scoring.score(frequency: 1, factor: product) }
}
