// SPDX-License-Identifier: Apache-2.0

import Gate
import TestSupport

/// Made-up values of a task.
enum Fixture {
  static let hash = String(repeating: "a", count: 64)

  /// Uniform values of `count` queries.
  static func values(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: 0.2...0.8, using: &generator) }
  }

  /// A task with the given values of nDCG@10 and, the same reversed, of R@100.
  static func task(
    _ task: String = "scifact", suite: String = "beir", values: [Double], group: String = ""
  ) -> TaskScores {
    var scores = TaskScores(
      suite: suite, task: task, retriever: "bm25", taskHash: hash, protocolHash: hash,
      retrieverHash: hash)
    scores.group = group
    scores.protocolSettings = ["depth": "1000", "ties": "trec-eval"]
    scores.parameters = ["k1": "0.9", "b": "0.4"]
    scores.scoringVersion = 3
    scores.program = "0.1.0 (abc)"
    scores.profile = "unrestricted"
    scores.machine = ["cpu": "one"]
    scores.documents = 5183
    scores.queryIDs = values.indices.map { "q\($0)" }
    func score(_ measure: String, _ values: [Double]) -> TaskScores.Scores {
      TaskScores.Scores(
        measure: measure, mean: values.reduce(0, +) / Double(max(1, values.count)), values: values)
    }
    scores.scores = [score("nDCG@10", values), score("R@100", values.reversed())]
    scores.costs = [
      "latency.p95": 10, "index.bytes": 1000, "memory": 5000, "index.seconds": 2,
    ]
    return scores
  }

  /// Values moved by a shift and by noise that is even to both sides.
  static func moved(_ values: [Double], by shift: Double, noise: Double, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return values.map { $0 + shift + Double.random(in: -noise...noise, using: &generator) }
  }

  /// A report under rules, with few permutations.
  static func report(
    _ baseline: [TaskScores], _ candidate: [TaskScores], _ rules: [String],
    _ change: (inout GateSettings) -> Void = { _ in }
  ) throws -> GateReport {
    var settings = GateSettings()
    settings.permutations = 4999
    change(&settings)
    return Gate(settings).report(
      baseline: baseline, candidate: candidate, rules: try rules.map { try GateRule($0) },
      title: "new against old")
  }
}
