// SPDX-License-Identifier: Apache-2.0

/// What measures see of one query whose answers are sets of documents.
///
/// A set takes one place in the ranking, that of its last document; a document of no set takes one
/// too. So places differ from ranks where sets share documents or have several.
///
/// > Petroni et al. "KILT." NAACL 2021; `get_rank` and `_computeRprec` in its `eval_retrieval.py`.
public struct EvidenceRanking: Sendable, Hashable {
  /// The number of sets.
  public let setCount: Int
  /// Places, from 1 and rising, of the sets all of whose documents are ranked.
  public let places: [Int]
  /// The highest R-precision of a set: the share of its documents among as many first ranks.
  public let bestRPrecision: Double

  /// A ranking seen through sets of documents.
  ///
  /// - Parameters:
  ///   - sets: Rows of judged documents; each set has some, and is there once.
  ///   - ranked: Row and rank, from 1, of the judged documents in the ranking, by rising rank.
  public init(sets: [[Int]], ranked: [(row: Int, rank: Int)]) {
    setCount = sets.count
    let ranks = Dictionary(uniqueKeysWithValues: ranked.map { ($0.row, $0.rank) })
    var best = 0.0
    var lasts: [(rank: Int, isWhole: Bool)] = []
    for set in sets {
      let found = set.compactMap { ranks[$0] }
      best = max(best, Double(found.count { $0 <= set.count }) / Double(set.count))
      if let last = found.max() { lasts.append((last, found.count == set.count)) }
    }
    bestRPrecision = best
    let members = Set(sets.joined())
    let memberRanks = ranked.lazy.filter { members.contains($0.row) }.map(\.rank)
    places = Self.places(lasts, memberRanks: Array(memberRanks))
  }

  /// Places of the whole ones among sets given by the ranks of their last documents.
  ///
  /// - Parameter memberRanks: Ranks, rising, of the documents of any set: they take no place of
  ///   their own.
  private static func places(
    _ lasts: [(rank: Int, isWhole: Bool)], memberRanks: [Int]
  ) -> [Int] {
    // Sets that end at the same document keep their order: sort by rank and number.
    let order = lasts.indices.sorted { (lasts[$0].rank, $0) < (lasts[$1].rank, $1) }
    var (places, passed) = ([Int](), 0)
    for (number, index) in order.enumerated() {
      let rank = lasts[index].rank
      while passed < memberRanks.count, memberRanks[passed] < rank { passed += 1 }
      if lasts[index].isWhole { places.append(rank - 1 - passed + number + 1) }
    }
    return places
  }

  /// The number of whole sets in the first `cutoff` places.
  func wholeSets(cutoff: Int) -> Int {
    places.prefix { $0 <= cutoff }.count
  }
}

extension RankedJudgments {
  /// The sets, for a measure that neither names a grade nor leaves documents out.
  func evidence(_ relevance: Int32?, judgedOnly: Bool) -> EvidenceRanking? {
    relevance == nil && !judgedOnly ? evidence : nil
  }
}
