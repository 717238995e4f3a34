// SPDX-License-Identifier: Apache-2.0

import RunStore
import TestSupport
import Testing

@Suite struct `The ledger of what was not read` {
  private var experiment: Experiment {
    var experiment = Experiment(
      id: "0123456789abcdef", suite: "s", task: "t", retriever: "dense", profile: "default",
      status: .done, hashes: Experiment.Hashes(task: "", protocol: "", retriever: ""))
    experiment.counts = Experiment.Counts(documents: 8, queries: 4)
    experiment.indexStatistics = [
      "documents.truncated": 2, "documents.tokens": 1000, "documents.tokensDropped": 250,
      "queries.truncated": 0, "queries.tokens": 40, "queries.tokensDropped": 0,
    ]
    experiment.queryIDs = ["a", "b", "c", "d"]
    experiment.scores = [
      Experiment.Score(measure: "nDCG@10", value: 0.5, perQuery: [1, 0.5, 0, 0.25])
    ]
    experiment.relevantTokens = ["a": 32, "b": 33, "c": 64, "d": 400]
    return experiment
  }

  @Test func `gives shares and means by the length of what was to be found`() throws {
    let ledger = try #require(TruncationLedger(experiment))
    #expect(ledger.documents == .init(truncatedShare: 0.25, droppedShare: 0.25))
    #expect(ledger.queries == .init(truncatedShare: 0, droppedShare: 0))
    #expect(ledger.buckets.map(\.most) == [32, 64, 512])
    #expect(ledger.buckets.map(\.queries) == [1, 2, 1])
    #expect(ledger.buckets.map(\.mean) == [1, 0.25, 0.25])
  }

  @Test func `is not there where nobody counts tokens`() {
    var experiment = experiment
    experiment.indexStatistics = ["documents": 8]
    #expect(TruncationLedger(experiment) == nil)
  }

  @Test func `has no buckets in a listing without values per query`() throws {
    var experiment = experiment
    experiment.queryIDs = []
    experiment.scores[0].perQuery = []
    #expect(try #require(TruncationLedger(experiment)).buckets.isEmpty)
  }
}
