// SPDX-License-Identifier: Apache-2.0

import Measures
import Retrieval
import TestSupport
import Testing

@Suite struct `Expected values under random ties` {
  /// A ranking of 200 documents in groups of up to 40 with equal scores.
  private struct TiedRanking {
    /// Grades by group, from the top; nil is an unjudged document.
    let groups: [[Int32?]]
    /// Judged documents that were not retrieved.
    let missed: [Int32] = [1, 1, 2, 0]

    init(_ generator: inout SeededGenerator) {
      var groups: [[Int32?]] = []
      var left = 200
      while left > 0 {
        let size = min(left, Int.random(in: 1...40, using: &generator))
        groups.append(
          (0..<size).map { _ in
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: Int32.random(in: 1...3, using: &generator)
            case 1...3: 0
            default: nil
            }
          })
        left -= size
      }
      self.groups = groups
    }

    private var judged: [Int32] { groups.joined().compactMap { $0 } + missed }

    /// The documents in a random order within each group.
    func shuffled(_ generator: inout SeededGenerator) -> RankedJudgments {
      RankedJudgments(
        ranking: groups.flatMap { $0.shuffled(using: &generator) }, judged: judged)
    }

    /// The ranking with its ties.
    var tied: RankedJudgments {
      var ranges: [ClosedRange<Int>] = []
      var next = 1
      for group in groups {
        if group.count > 1 { ranges.append(next...next + group.count - 1) }
        next += group.count
      }
      return RankedJudgments(
        ranking: Array(groups.joined()), judged: judged, ties: EqualScores(ranges))
    }
  }

  @Test(arguments: ["nDCG@10", "AP", "RR@10", "P@10", "R@100", "Success@5"])
  func `are the means over sampled orders`(name: String) throws {
    let measure = try Measure(name)
    var generator = SeededGenerator(seed: 17)
    var hasMoved = false
    for _ in 0..<4 {
      let ranking = TiedRanking(&generator)
      let range = try #require(measure.tieRange(of: ranking.tied))
      let values = (0..<2500).map { _ in measure.value(of: ranking.shuffled(&generator)) }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      let error = (variance / count).squareRoot()
      #expect(
        abs(range.expected - mean) <= 4 * error + 1e-12,
        "expected \(range.expected), sampled \(mean) ± \(error)")
      #expect(values.allSatisfy { $0 >= range.minimum - 1e-12 && $0 <= range.maximum + 1e-12 })
      if error > 0 { hasMoved = true }
    }
    // A ranking whose ties do not matter would show nothing.
    #expect(hasMoved)
  }
}
