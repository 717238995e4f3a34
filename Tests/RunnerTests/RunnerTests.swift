// SPDX-License-Identifier: Apache-2.0

import FaultyRetrievers
import Foundation
import Retrieval
import RunStore
import Suites
import Testing

@testable import Runner

@Suite struct `A run` {
  @Test func `stores scores, rankings, counts and costs of a cell`() async throws {
    try await Bench.with("overlap") { bench in
      bench.request.programVersion = "9.9"
      bench.request.sourceCommit = "abcdef"
      let outcomes = try await bench.run()
      let id = try #require(outcomes.first?.experiment?.id)
      let experiment = try #require(try bench.store.experiment(id: id))
      #expect(outcomes.map(\.kind) == ["done"])
      // By hand: q1 finds d1 (2), then d2 and d4 tie at one word, d2 first by its id, but trec_eval
      // takes the tie the other way round; q2 finds d2 and d3, taken as d3, d2; q3 finds d3 and d4,
      // taken as d4, d3.
      let second = 1 / 1.584962500721156
      #expect(experiment.queryIDs == ["q1", "q2", "q3"])
      for (value, expected) in zip(experiment.scores[0].perQuery, [1, second, second]) {
        #expect(abs(value - expected) < 1e-12)
      }
      #expect(experiment.scores[1].perQuery == [1, 1, 1])
      #expect(experiment.counts == Experiment.Counts(documents: 4, queries: 3, judged: 3))
      #expect(experiment.indexStatistics == ["documents": 4])
      #expect(experiment.cost.indexSeconds > 0 && experiment.cost.searchSeconds > 0)
      #expect(experiment.cost.peakResidentBytes > 1 << 20)
      #expect(experiment.cost.latencyMilliseconds.keys.sorted() == ["max", "p50", "p95", "p99"])
      #expect(
        experiment.command == "bench run --suite tiny --task tiny --retriever overlap --threads 1")
      #expect(experiment.programVersion == "9.9" && experiment.sourceCommit == "abcdef")
      #expect(experiment.machine["threads"] != nil)
      let run = try #require(try bench.store.run(of: id))
      #expect(run.rankings.map(\.queryID) == ["q1", "q2", "q3"])
      #expect(Array(run.rankings[0].documents) == ["d1", "d2", "d4"])
      #expect(run.rankings[0].scores == [2, 1, 1])
      #expect(bench.leftovers.isEmpty)
    }
  }

  @Test func `stores the task's own headline first`() async throws {
    try await Bench.with("overlap") { bench in
      bench.request.tasks[0].headline = "R@100"
      let outcomes = try await bench.run()
      #expect(outcomes.first?.experiment?.scores.map(\.measure) == ["R@100", "nDCG@10"])
    }
  }

  @Test func `uses the task hash of the whole task`() async throws {
    try await Bench.with("overlap") { bench in
      let outcomes = try await bench.run()
      let loaded = try loadTask(bench.request.tasks[0], dataFolder: bench.request.dataFolder)
      let hash = try loaded.hash()
      #expect(outcomes.first?.experiment?.hashes.task == hash)
    }
  }

  @Test func `does nothing twice, unless it is to be fresh`() async throws {
    try await Bench.with("overlap", "overlap:weight=2.0") { bench in
      let first = try await bench.run()
      let (second, workers) = try await bench.runCountingWorkers()
      #expect(second.map(\.kind) == ["skipped", "skipped"] && workers == 0)
      #expect(second.map(\.experiment?.id) == first.map(\.experiment?.id))
      bench.request.isFresh = true
      let third = try await bench.run()
      #expect(third.map(\.kind) == ["done", "done"])
      #expect(third.map(\.experiment?.scores) == first.map(\.experiment?.scores))
      let cell = try #require(first.first?.experiment?.cell)
      #expect(try bench.store.history(of: cell).count == 2)
    }
  }

  @Test func `runs again over changed data, and not because of changed times`() async throws {
    try await Bench.with("overlap") { bench in
      let before = try await bench.run()
      try TinyTask().write(below: bench.request.dataFolder)
      let skipped = try await bench.run()
      #expect(skipped.map(\.kind) == ["skipped"])
      var task = TinyTask()
      task.documents[0].2 = "red apples"
      try task.write(below: bench.request.dataFolder)
      let after = try await bench.run()
      #expect(after.map(\.kind) == ["done"])
      #expect(after[0].experiment?.hashes.task != before[0].experiment?.hashes.task)
      #expect(try bench.store.experiments().map(\.id) == after.map { $0.experiment?.id })
    }
  }

  @Test func `scores stored rankings again when protocol or measures change`() async throws {
    try await Bench.with("overlap") { bench in
      let before = try #require(try await bench.run().first?.experiment)
      bench.request.tasks[0].evaluation.positiveGrade = 2
      bench.request.tasks[0].evaluation.gain = .exponential
      bench.request.measures = ["nDCG@10", "R@100", "AP"]
      let (outcomes, workers) = try await bench.runCountingWorkers()
      let after = try #require(outcomes.first?.experiment)
      #expect(outcomes.map(\.kind) == ["skipped"] && workers == 0)
      #expect(after.scores.map(\.measure) == ["nDCG@10", "R@100", "AP"])
      #expect(after.hashes.protocol != before.hashes.protocol && after.id != before.id)
      #expect(after.cost == before.cost && after.startedAt == before.startedAt)
      #expect(after.protocolSettings["gain"] == "exponential")
      let history = try bench.store.history(of: after.cell)
      #expect(history.map(\.isStale) == [true, false])
      #expect(try bench.store.run(of: before.id) == bench.store.run(of: after.id))
      bench.request.isFresh = true
      let fresh = try await bench.run()
      let rescored = try bench.store.experiment(id: after.id)
      #expect(fresh.first?.experiment?.scores == rescored?.scores)
    }
  }

  @Test func `runs again when the protocol changes what is ranked`() async throws {
    try await Bench.with("overlap") { bench in
      _ = try await bench.run()
      bench.request.tasks[0].evaluation.text = .textOnly
      let after = try await bench.run()
      #expect(after.map(\.kind) == ["done"])
      // Without its title, "blue sky" is no longer found by "pie".
      let run = try #require(try bench.store.run(of: after[0].experiment?.id ?? ""))
      #expect(Array(run.rankings[1].documents) == ["d2"])
    }
  }

  @Test func `of some queries or another depth is a cell of its own`() async throws {
    try await Bench.with("overlap") { bench in
      let full = try await bench.run()
      bench.request.queryLimit = 2
      let limited = try await bench.run()
      bench.request.queryLimit = 3
      let all = try await bench.run()
      bench.request.depth = 1
      let shallow = try await bench.run()
      #expect(limited.map(\.kind) == ["done"] && all.map(\.kind) == ["skipped"])
      #expect(limited[0].experiment?.variant == "limit-queries=2")
      #expect(limited[0].experiment?.counts.judged == 2)
      #expect(limited[0].experiment?.hashes.task != full[0].experiment?.hashes.task)
      #expect(shallow[0].experiment?.variant == "top-k=1")
      #expect(
        try bench.store.run(of: shallow[0].experiment?.id ?? "")?.rankings.map(\.count) == [
          1, 1, 1,
        ])
      #expect(try bench.store.experiments().map(\.variant) == ["", "limit-queries=2", "top-k=1"])
      #expect(try bench.store.experiments().allSatisfy { !$0.isStale })
    }
  }

  @Test func `leaves out excluded documents and makes up for them`() throws {
    var evaluation = EvaluationProtocol(depth: 2, appliesExclusions: true)
    let query = Query(id: "q", text: "x", instruction: "find", excludedDocuments: ["b"])
    var ranking = Ranking(queryID: "q")
    for (document, score) in [("a", 3.0), ("b", 2.0), ("c", 1.0)] {
      ranking.append(document: document, score: score)
    }
    var conditions = SearchConditions(evaluation)
    #expect(conditions.depth(for: query) == 3)
    #expect(Array(conditions.applied(to: ranking, of: query).documents) == ["a", "c"])
    #expect(conditions.applied(to: query).text == "x")
    evaluation.instruction = .prepended
    evaluation.ignoresIdenticalIDs = true
    conditions = SearchConditions(evaluation)
    #expect(conditions.depth == 3)
    #expect(conditions.applied(to: query).text == "find x")
    evaluation.instruction = .appended
    #expect(SearchConditions(evaluation).applied(to: query).text == "x find")
  }

  @Test func `asks and counts queries without a judgement where the protocol does`() async throws {
    try await Bench.with("overlap") { bench in
      var tiny = TinyTask()
      tiny.queries.append(("q4", "red"))
      bench.request.tasks = [try tiny.write(below: bench.request.dataFolder)]
      let judged = try #require(try await bench.run().first?.experiment)
      bench.request.tasks[0].evaluation.queries = .all
      let (outcomes, workers) = try await bench.runCountingWorkers()
      let all = try #require(outcomes.first?.experiment)
      #expect(workers == 1)
      #expect(judged.queryIDs == ["q1", "q2", "q3"] && all.queryIDs == ["q1", "q2", "q3", "q4"])
      #expect(abs(all.scores[0].value - judged.scores[0].value * 3 / 4) < 1e-12)
      #expect(all.counts.queries == 4 && all.hashes.protocol != judged.hashes.protocol)
    }
  }

  @Test func `refuses a ranking with documents that are no candidates`() throws {
    var check = RankingCheck()
    let ranking = Ranking(queryID: "q", documents: IdentifierTable(["a", "b"]), scores: [2, 1])
    let free = Query(id: "q", text: "")
    #expect(throws: Never.self) { try check.check([ranking], of: free, depth: 5) }
    let bound = Query(id: "q", text: "", candidates: ["a", "c"])
    let error = #expect(throws: InvalidRanking.self) {
      try check.check([ranking], of: bound, depth: 5)
    }
    #expect(
      error?.description
        == "the retriever returned document b for query q, expected only its 2 candidates")
  }

  @Test func `runs what a language makes of a retriever once under all specifications`()
    async throws
  {
    try await Bench.with("overlap", "overlap:weight=2.0", "overlap:weight=1.0") { bench in
      bench.request.tasks[0].language = "de"
      let (outcomes, workers) = try await bench.runCountingWorkers()
      #expect(outcomes.map(\.kind) == ["done", "skipped", "done"] && workers == 2)
      let experiments = outcomes.compactMap(\.experiment)
      #expect(
        experiments.map(\.retriever) == ["overlap", "overlap:weight=2.0", "overlap:weight=1.0"])
      #expect(experiments[0].parameters == ["weight": "2.0"])
      #expect(experiments[0].hashes.retriever == experiments[1].hashes.retriever)
      #expect(experiments[0].hashes.specification != experiments[1].hashes.specification)
      #expect(experiments[1].hashes.specification == experiments[1].hashes.retriever)
      #expect(experiments[0].id != experiments[1].id)
      #expect(experiments[0].scores == experiments[1].scores)
      #expect(experiments[1].command.hasSuffix("--retriever overlap:weight=2.0 --threads 1"))
      #expect(
        try bench.store.run(of: experiments[1].id) == bench.store.run(of: experiments[0].id))
      let run = try #require(try bench.store.run(of: experiments[0].id))
      #expect(run.rankings[0].scores == [4, 2, 2])
      let (again, none) = try await bench.runCountingWorkers()
      #expect(again.map(\.kind) == ["skipped", "skipped", "skipped"] && none == 0)
      #expect(again.compactMap(\.experiment?.id) == experiments.map(\.id))
      #expect(try bench.store.experiments().count == 3)
    }
  }

  @Test func `tells what it plans, does and has done`() async throws {
    try await Bench.with("overlap", "faulty:fault=killed") { bench in
      let log = EventLog()
      _ = try await bench.run { log.add($0) }
      #expect(
        log.lines == [
          "planned overlap faulty:fault=killed", "started 0", "indexing", "searching", "checking",
          "ended 0 done", "started 1", "indexing", "ended 1 failed",
        ])
    }
  }
}
