// SPDX-License-Identifier: Apache-2.0

import Measures
import Retrieval
import TestSupport
import Testing

/// A small ranking in which the order within groups is open.
private struct OpenRanking {
  /// Groups of documents with equal scores, from the top; nil is an unjudged document.
  var groups: [[Int32?]]
  /// Judged documents that were not retrieved.
  var missed: [Int32]
  var depth: Int
  var gain: EvaluationProtocol.Gain

  static func random(_ generator: inout SeededGenerator) -> OpenRanking {
    let grades: [Int32?] = [nil, nil, -1, 0, 0, 1, 1, 2, 3]
    let groups = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      (0..<Int.random(in: 1...3, using: &generator)).map { _ -> Int32? in
        grades[Int.random(in: 0..<grades.count, using: &generator)]
      }
    }
    let count = groups.reduce(0) { $0 + $1.count }
    let missed = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      Int32.random(in: 0...2, using: &generator)
    }
    return OpenRanking(
      groups: groups, missed: missed,
      depth: Bool.random(using: &generator) ? 1000 : Int.random(in: 1...count, using: &generator),
      gain: Bool.random(using: &generator) ? .linear : .exponential)
  }

  private var judged: [Int32] { groups.joined().compactMap { $0 } + missed }

  /// Some order of the documents as measures see it, without ties.
  func ranking(_ order: [Int32?]) -> RankedJudgments {
    RankedJudgments(ranking: Array(order.prefix(depth)), judged: judged, gain: gain)
  }

  /// The ranking with its ties.
  var tied: RankedJudgments {
    var ranges: [ClosedRange<Int>] = []
    var hits: [RankedJudgments.Hit] = []
    var rank = 0
    for group in groups where rank < depth {
      if group.count > 1 { ranges.append(rank + 1...rank + group.count) }
      for grade in group {
        rank += 1
        if let grade { hits.append(RankedJudgments.Hit(rank: rank, grade: grade)) }
      }
    }
    return RankedJudgments(
      hits: hits.filter { $0.rank <= depth }, retrieved: min(rank, depth),
      judged: GradeCounts(judged), gain: gain,
      ties: EqualScores(ranges, beyondDepth: hits.filter { $0.rank > depth }))
  }

  /// Every order of every group, with each other.
  var orders: [[Int32?]] {
    groups.reduce([[]]) { heads, group in
      let tails = permutations(of: group)
      return heads.flatMap { head in tails.map { head + $0 } }
    }
  }
}

private func permutations<Element>(of elements: [Element]) -> [[Element]] {
  guard let first = elements.first else { return [[]] }
  return permutations(of: Array(elements.dropFirst())).flatMap { rest in
    (0...rest.count).map { rest[..<$0] + [first] + rest[$0...] }
  }
}

@Suite struct `Ranges of a measure` {
  private static let names = [
    "nDCG@3", "nDCG", "nDCG(dcg='exp-log2')@5", "nDCG(gains={0:1,1:2,3:0})@4", "AP", "AP@3",
    "AP(rel=2)", "RR", "RR@2", "RR(rel=2)@4", "P@1", "P@5", "R@3", "R(rel=2)@4", "R_cap@3",
    "Rprec", "Success@1", "Success@3", "Success(rel=2)@4", "RBP(p=0.8)", "RBP(p=0.5)@3", "ERR@4",
    "ERR(max_rel=3)", "Judged@3", "Judged", "map", "ndcg_cut_5", "recip_rank", "recall_5",
    "nDCG(judged_only=True)@3", "AP(judged_only=True)", "P(judged_only=True)@2",
    "RR(judged_only=True)", "Success(judged_only=True)@1",
  ]

  @Test(arguments: names) func `are those of all orders of equal scores`(name: String) throws {
    let measure = try Measure(name)
    #expect(measure.hasTieRange)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<40 {
      let open = OpenRanking.random(&generator)
      let values = open.orders.map { measure.value(of: open.ranking($0)) }
      guard let range = measure.tieRange(of: open.tied) else {
        #expect(name.contains("judged_only") && open.depth < 10)
        continue
      }
      let mean = values.reduce(0, +) / Double(values.count)
      #expect(abs(range.expected - mean) < 1e-12, "\(open): \(range.expected), \(mean)")
      #expect(abs(range.minimum - (values.min() ?? 0)) < 1e-12, "\(open)")
      #expect(abs(range.maximum - (values.max() ?? 0)) < 1e-12, "\(open)")
    }
  }

  @Test(arguments: names) func `are the value where no scores are equal`(name: String) throws {
    let measure = try Measure(name)
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<20 {
      var open = OpenRanking.random(&generator)
      open.groups = open.groups.joined().map { [$0] }
      let value = measure.value(of: open.tied)
      #expect(measure.tieRange(of: open.tied) == TieRange(value))
    }
  }

  @Test func `have no closed form for some`() throws {
    let ranking = RankedJudgments(
      ranking: [0, 1], judged: [0, 1], ties: EqualScores([1...2]))
    for name in ["AP(judged_only=True)", "Judged@10"] {
      #expect(try Measure(name).unjudgedRange(of: ranking, grade: 1) == nil)
    }
    for name in ["Bpref", "infAP", "GMAP", "AUC"] {
      let measure = try Measure(name)
      #expect(!measure.hasTieRange)
      #expect(measure.tieRange(of: ranking) == nil)
      #expect(measure.unjudgedRange(of: ranking, grade: 1) == nil)
    }
  }

  @Test(arguments: [
    "nDCG@3", "nDCG", "AP", "AP@3", "RR@3", "P@3", "R@3", "Success@2", "RBP", "ERR@5",
    "R_cap@3", "Rprec", "RBP(p=0.5)@2",
  ])
  func `are those of all judgements of unjudged documents`(name: String) throws {
    let measure = try Measure(name)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<30 {
      let order = OpenRanking.random(&generator).groups.flatMap { $0 }.prefix(7)
      let judged = order.compactMap { $0 } + [1]
      let holes = order.indices.filter { order[$0] == nil }
      let values = (0..<1 << holes.count).map { subset in
        var filled = Array(order)
        for (bit, hole) in holes.enumerated() where subset >> bit & 1 == 1 { filled[hole] = 2 }
        let more = holes.indices.filter { subset >> $0 & 1 == 1 }.map { _ in Int32(2) }
        return measure.value(of: RankedJudgments(ranking: filled, judged: judged + more))
      }
      let ranking = RankedJudgments(ranking: Array(order), judged: judged)
      let range = try #require(measure.unjudgedRange(of: ranking, grade: 2))
      #expect(abs(range.lowerBound - (values.min() ?? 0)) < 1e-12, "\(order)")
      #expect(abs(range.upperBound - (values.max() ?? 0)) < 1e-12, "\(order)")
    }
  }
}
