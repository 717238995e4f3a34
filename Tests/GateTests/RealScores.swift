// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Foundation
import Gate
import Measures
import Retrieval
import TestSupport

/// Per-query values of a real run on SciFact, from which simulated comparisons are drawn.
struct RealScores {
  static let isThere =
    TestData.has("../reference/runs/anserini-bm25-flat.scifact.run.gz")
    && TestData.has("beir/scifact/qrels/test.tsv")

  static let measures = [
    "nDCG@10", "nDCG@5", "nDCG@20", "nDCG@100", "AP", "AP@10", "RR", "RR@10", "P@1", "P@5", "P@10",
    "R@5", "R@10", "R@20", "R@50", "R@100", "Success@1", "Success@5", "Rprec", "RBP(p=0.8)",
  ]

  /// Values `[measure][query]`.
  let values: [[Double]]

  init() throws {
    let run = TestData.reference.appending(path: "runs/anserini-bm25-flat.scifact.run.gz")
    let qrels = TestData.data.appending(path: "beir/scifact/qrels/test.tsv")
    let evaluator = Evaluator(
      qrels: try readQrels(path: qrels.path), measures: try Self.measures.map { try Measure($0) })
    values = try evaluator.evaluate(runFile: run.path).values
  }

  /// The task of two systems: each query's values are those of a query drawn at random; for most
  /// queries both systems have the same, for the others each its own, so that neither is better.
  func pair(
    changed: Double, measures count: Int = 20, loss: Double = 0,
    _ generator: inout SeededGenerator
  ) -> (TaskScores, TaskScores) {
    let queries = values[0].count
    var rows: [(Int, Int)] = []
    for _ in 0..<queries {
      let first = Int.random(in: 0..<queries, using: &generator)
      let isChanged = Double.random(in: 0..<1, using: &generator) < changed
      rows.append((first, isChanged ? Int.random(in: 0..<queries, using: &generator) : first))
    }
    func task(_ value: (Int, (Int, Int)) -> Double) -> TaskScores {
      var task = Fixture.task(values: [])
      task.queryIDs = (0..<queries).map { "\($0)" }
      task.scores = (0..<count).map { measure in
        let column = rows.map { value(measure, $0) }
        return TaskScores.Scores(
          measure: Self.measures[measure], mean: column.reduce(0, +) / Double(queries),
          values: column)
      }
      return task
    }
    return (
      task { values[$0][$1.0] },
      task { values[$0][$1.1] - loss }
    )
  }
}
