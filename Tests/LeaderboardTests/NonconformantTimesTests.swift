// SPDX-License-Identifier: Apache-2.0

import RunStore
import Testing

@testable import Leaderboard

@Suite struct `An experiment that does not conform to its hardware profile` {
  private func experiment(_ reasons: [String]?) -> Experiment {
    var experiment = Experiment(
      id: "0123456789abcdef", suite: "s", task: "t", retriever: "bm25", profile: "one-core",
      status: .done, hashes: Experiment.Hashes(task: "", protocol: "", retriever: ""))
    experiment.counts = Experiment.Counts(documents: 100, queries: 10)
    experiment.cost = Experiment.Cost(
      indexSeconds: 2, indexCPUSeconds: 3, searchSeconds: 1, queriesPerSecond: 10,
      latencyMilliseconds: ["p50": 1, "p95": 2, "p99": 3], indexBytes: 5_000_000,
      peakResidentBytes: 7_000_000)
    if let reasons {
      var record = Experiment.ProfileRecord(hash: "01234567", settings: [:])
      record.reasons = reasons.map { Experiment.ProfileRecord.Reason($0, isTransient: true) }
      experiment.profileRecord = record
    }
    return experiment
  }

  @Test func `shows no times, but sizes`() throws {
    for column in CostColumn.all {
      let isTime = !column.title.contains("MB") && !column.title.contains("bytes")
      let busy = column.value([experiment(["others were busy"])])
      #expect((busy == nil) == isTime, "\(column.title)")
      #expect(column.value([experiment([]), experiment(["others were busy"])]) == nil || !isTime)
    }
  }

  @Test func `while one that does, and one without a profile, show all`() {
    for column in CostColumn.all {
      #expect(column.value([experiment([])]) != nil, "\(column.title)")
      #expect(column.value([experiment([])]) == column.value([experiment(nil)]))
    }
  }
}
