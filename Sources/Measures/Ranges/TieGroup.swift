// SPDX-License-Identifier: Apache-2.0

/// Documents at neighbouring ranks whose order is open; one document where it is not.
struct TieGroup: Sendable, Hashable {
  /// The first rank.
  let first: Int
  /// The number of documents, judged or not.
  let size: Int
  /// Grades of those that are judged.
  let grades: [Int32]

  /// The last rank.
  var last: Int { first + size - 1 }
}

extension RankedJudgments {
  /// The groups that hold a judged document, from the top; all others change no measure.
  var tieGroups: [TieGroup] {
    var groups: [TieGroup] = []
    let hits = hits + (ties?.beyondDepth ?? [])
    var next = 0
    for range in ties?.ranges ?? [] {
      while next < hits.count, hits[next].rank < range.lowerBound {
        groups.append(TieGroup(first: hits[next].rank, size: 1, grades: [hits[next].grade]))
        next += 1
      }
      let start = next
      while next < hits.count, hits[next].rank <= range.upperBound { next += 1 }
      guard next > start else { continue }
      groups.append(
        TieGroup(
          first: range.lowerBound, size: range.count, grades: hits[start..<next].map(\.grade)))
    }
    for hit in hits[next...] {
      groups.append(TieGroup(first: hit.rank, size: 1, grades: [hit.grade]))
    }
    return groups
  }

  /// The ranking in the order that is best, or worst, by what a document is worth.
  ///
  /// - Parameter worth: Of a judged document with a grade, or of an unjudged one (nil).
  func arranged(best: Bool, by worth: (Int32?) -> Double) -> RankedJudgments {
    let other = worth(nil)
    var arranged: [Hit] = []
    for group in tieGroups {
      let sorted = group.grades.sorted { worth($0) > worth($1) }
      let above = sorted.filter { worth($0) > other }
      let below = sorted.filter { worth($0) <= other }
      let front = best ? above : below.reversed()
      let back = best ? below : above.reversed()
      for (place, grade) in front.enumerated() {
        arranged.append(Hit(rank: group.first + place, grade: grade))
      }
      for (place, grade) in back.enumerated() {
        arranged.append(Hit(rank: group.last + 1 - back.count + place, grade: grade))
      }
    }
    return replacing(hits: arranged.filter { $0.rank <= retrieved })
  }

  /// The same query with other documents at its ranks.
  func replacing(hits: [Hit], judged: GradeCounts? = nil) -> RankedJudgments {
    RankedJudgments(
      hits: hits, retrieved: retrieved, judged: judged ?? self.judged, unannotated: [],
      positiveGrade: positiveGrade, gain: gain)
  }

  /// Groups without their unjudged documents, as ``judgedOnly(_:)`` sees them.
  func tieGroups(judgedOnly: Bool) -> [TieGroup] {
    guard judgedOnly else { return tieGroups }
    var rank = 1
    return tieGroups.compactMap { group in
      let grades = group.grades.filter { $0 >= 0 }
      guard !grades.isEmpty else { return nil }
      defer { rank += grades.count }
      return TieGroup(first: rank, size: grades.count, grades: grades)
    }
  }
}
