// SPDX-License-Identifier: Apache-2.0

import RunStore
import Testing

@testable import Leaderboard

@Suite struct `An experiment on vectors of an earlier run` {
  private func experiment(reused: Int) -> Experiment {
    var experiment = Experiment(
      id: "0123456789abcdef", suite: "s", task: "t", retriever: "dense", profile: "default",
      status: .done, hashes: Experiment.Hashes(task: "", protocol: "", retriever: ""))
    experiment.counts = Experiment.Counts(documents: 100, queries: 10)
    experiment.cost = Experiment.Cost(
      indexSeconds: 2, indexCPUSeconds: 3, searchSeconds: 1, queriesPerSecond: 10)
    experiment.indexStatistics = ["documents.fromCache": reused]
    return experiment
  }

  @Test(arguments: [("Index, s", 2.0), ("Index CPU, s", 3), ("Documents/s", 50)])
  func `has no time to index`(title: String, expected: Double) throws {
    let column = try #require(CostColumn.all.first { $0.title == title })
    #expect(column.value([experiment(reused: 0)]) == expected)
    #expect(column.value([experiment(reused: 1)]) == nil)
    #expect(column.value([experiment(reused: 0), experiment(reused: 100)]) == nil)
  }

  @Test func `has the time to search`() throws {
    let column = try #require(CostColumn.all.first { $0.title == "Queries/s" })
    #expect(column.value([experiment(reused: 100)]) == 10)
  }
}
