// SPDX-License-Identifier: Apache-2.0

extension Measure {
  /// What the measure could come to if the retrieved documents that nobody judged were judged: each
  /// as not relevant or as relevant with a given grade.
  ///
  /// Relevant documents that were not retrieved are not thought of. Which documents are relevant
  /// matters only by their ranks: the highest value has the first so many of them, the lowest the
  /// last so many, and all numbers are tried.
  ///
  /// - Parameter grade: The grade of the relevant ones, such as the highest of the scale.
  /// - Returns: nil for measures that do not look at ranks (``hasTieRange``), and for those that look at
  ///   judged documents only.
  /// - Complexity: O(unjudged documents above the cutoff · retrieved ones).
  public func unjudgedRange(
    of ranking: RankedJudgments, grade: Int32
  ) -> ClosedRange<Double>? {
    guard let measure = definition as? any TieAwareMeasure, !measure.judgedOnly,
      !(measure is Judged)
    else { return nil }
    let judgedRanks = Set(ranking.hits.map(\.rank))
    let unjudged = (0..<ranking.retrieved).map { $0 + 1 }.filter { !judgedRanks.contains($0) }
    let shallow = unjudged.count { $0 <= measure.lastRank }
    var low = value(of: ranking)
    var high = low
    func note(_ ranks: ArraySlice<Int>) {
      let judged = ranking.judged.adding(ranks.count, at: grade)
      let value = value(of: ranking.promoting(ranks, to: grade, judged))
      low = min(low, value)
      high = max(high, value)
    }
    // Below the cutoff further relevant documents can only lower a value: of the first documents
    // these need not be tried, of the last ones all of them together are as low as it gets.
    for count in 0...shallow {
      note(unjudged.prefix(count))
      note(unjudged.suffix(unjudged.count - shallow + count))
    }
    return low...high
  }
}

extension RankedJudgments {
  /// The ranking with some unjudged documents judged.
  fileprivate func promoting(
    _ ranks: ArraySlice<Int>, to grade: Int32, _ judged: GradeCounts
  ) -> RankedJudgments {
    var merged: [Hit] = []
    merged.reserveCapacity(hits.count + ranks.count)
    var next = 0
    for rank in ranks {
      while next < hits.count, hits[next].rank < rank {
        merged.append(hits[next])
        next += 1
      }
      merged.append(Hit(rank: rank, grade: grade))
    }
    merged += hits[next...]
    return replacing(hits: merged, judged: judged)
  }
}
