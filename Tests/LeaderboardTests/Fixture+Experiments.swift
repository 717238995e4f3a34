// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import RunStore
import Suites
import TestSupport

extension Fixture {
  /// Sixty-four hex digits that depend on `text`.
  static func hash(_ text: String) -> String {
    var generator = SeededGenerator(seed: seed(text))
    return (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// A finished cell whose per-query values scatter around `skill`.
  static func cell(
    _ suite: String, _ task: RetrievalTask, row: Int,
    _ retriever: (name: String, family: String, skill: Double), skill: Double
  ) -> Experiment {
    let queries = task.counts.queries ?? 40
    var experiment = Experiment(
      id: String(hash("\(suite) \(task.name) \(retriever.name)").prefix(16)), suite: suite,
      task: task.name, retriever: retriever.name, profile: "laptop", status: .done,
      hashes: Experiment.Hashes(
        task: hash(task.name), protocol: hash("protocol"), retriever: hash(retriever.name)))
    experiment.family = retriever.family
    experiment.queryIDs = (1...queries).map { "\($0 * 7)" }
    let lists = measures.count
    experiment.scores = measures.prefix(suite == "beir" ? lists : 3).enumerated().map {
      index, name in
      score(
        name, count: queries, seed: seed("\(task.name) \(row) \(index)"),
        difficulty: seed(task.name), skill: skill + [0, 0.3, 0.02, -0.06, -0.2, 0.25][index])
    }
    fill(&experiment, task: task, row: row)
    return experiment
  }

  /// The same cell, failed.
  static func failed(_ experiment: Experiment, _ reason: String) -> Experiment {
    var failed = experiment
    failed.status = .failed
    failed.reason = reason
    failed.scores = []
    failed.queryIDs = []
    failed.cost = Experiment.Cost()
    failed.indexStatistics = [:]
    return failed
  }

  /// Queries share their difficulty over all retrievers, as in real data; many values are 0 or 1.
  private static func score(
    _ measure: String, count: Int, seed: UInt64, difficulty: UInt64, skill: Double
  ) -> Experiment.Score {
    var hard = SeededGenerator(seed: difficulty)
    var noise = SeededGenerator(seed: seed)
    let values = (0..<count).map { _ in
      let ease = Double.random(in: -1...1, using: &hard)
      let luck = Double.random(in: -0.35...0.35, using: &noise)
      let raw = 0.5 + (skill - 0.5) * 1.3 + ease * 0.75 + luck
      return (min(1, max(0, raw)) * 1000).rounded() / 1000
    }
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(count)
    let half = 1.96 * (variance / Double(count)).squareRoot()
    return Experiment.Score(
      measure: measure, value: mean, interval: max(0, mean - half)...min(1, mean + half),
      perQuery: values)
  }

  private static func fill(_ experiment: inout Experiment, task: RetrievalTask, row: Int) {
    let documents = task.counts.documents ?? 1000
    let queries = experiment.queryIDs.count
    let factor = [1, 1.4, 1, 1.02, 1.1, 9, 10.2, 0.93][row]
    experiment.counts = Experiment.Counts(
      documents: documents, queries: queries, judged: queries, missing: row == 7 ? 3 : 0)
    let seconds = Double(documents) / 61_000 * factor
    let rate = 2100 / factor
    experiment.cost = Experiment.Cost(
      indexSeconds: seconds, indexCPUSeconds: seconds * 1.9,
      searchSeconds: Double(queries) / rate, searchCPUSeconds: Double(queries) / rate,
      queriesPerSecond: rate,
      latencyMilliseconds: [
        "p50": 0.38 * factor, "p95": 0.91 * factor, "p99": 1.7 * factor, "max": 4.2 * factor,
      ],
      indexBytes: Int(Double(documents) * 412 * factor),
      peakResidentBytes: 38_000_000 + Int(Double(documents) * 900 * factor))
    experiment.parameters =
      row < 4 ? ["analyzer": "lucene-english", "b": "0.4", "k1": "0.9", "variant": "lucene"] : [:]
    experiment.protocolSettings = [
      "averaging": "macro", "depth": "1000", "gain": "linear", "ignores-identical-ids": "true",
      "missing-queries": "zero", "positive-grade": "1", "text": "title-and-text",
      "ties": "trec-eval",
    ]
    experiment.indexStatistics = ["documents": documents, "terms": documents * 162]
    experiment.machine = [
      "cores": "8", "cpu": "Example CPU 3.2 GHz", "kernel": "6.1.0", "memory": "32 GB",
    ]
    experiment.programVersion = "0.1.0"
    experiment.sourceCommit = String(hash("source").prefix(40))
    experiment.command =
      "bench run --suite \(experiment.suite) --task \(task.name) "
      + "--retriever '\(experiment.retriever)' --profile laptop"
    experiment.startedAt = 1_740_837_900 + Double(row * 60)
  }

  private static func seed(_ text: String) -> UInt64 {
    text.utf8.reduce(0x9E37_79B9) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
