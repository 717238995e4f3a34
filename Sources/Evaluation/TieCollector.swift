// SPDX-License-Identifier: Apache-2.0

import Measures
import Retrieval

/// Finds the stretches of equal scores while ranks are counted.
struct TieCollector {
  private let rules: EvaluationProtocol
  private var ranges: [ClosedRange<Int>] = []
  private var beyondDepth: [RankedJudgments.Hit] = []
  private var start = 1
  private var last = 0
  private var score = Double.nan

  /// No rank yet.
  init(_ rules: EvaluationProtocol) {
    self.rules = rules
  }

  /// The next rank.
  mutating func note(_ rank: Int, score: Double, grade: Int32?) {
    let compared = rules.ties.compared(score)
    if compared != self.score {
      close()
      start = rank
      self.score = compared
    }
    last = rank
    if let grade, rank > rules.depth, start <= rules.depth {
      beyondDepth.append(RankedJudgments.Hit(rank: rank, grade: grade))
    }
  }

  /// All stretches that begin within the depth.
  mutating func finish() -> EqualScores {
    close()
    return EqualScores(ranges, beyondDepth: beyondDepth)
  }

  private mutating func close() {
    if last > start, start <= rules.depth { ranges.append(start...last) }
    start = last + 1
  }
}
