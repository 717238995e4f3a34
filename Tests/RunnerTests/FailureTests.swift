// SPDX-License-Identifier: Apache-2.0

import FaultyRetrievers
import Foundation
import Retrieval
import RunStore
import Suites
import Testing

@testable import Runner

@Suite struct `A retriever that does wrong` {
  @Test(arguments: [
    (Fault.trap, "worker killed by signal "),
    (.killed, "worker killed by signal 9 (SIGKILL) while indexing"),
    (.exits, "worker exited with code 3 while searching"),
    (.throwing, "no index today"),
    (.notANumber, "the retriever gave document d1 the score nan for query q1, "),
    (.duplicate, "the retriever returned document d1 twice for query q1"),
    (.unknown, "the retriever returned document not-in-the-corpus, which the corpus has not"),
    (.unsorted, "the retriever ranked document late of score 3.0 below one of 1.0 for query q1, "),
    (.tooMany, "the retriever returned 1001 documents for query q1, at most 1000 were asked for"),
    (.otherQuery, "the retriever answered query q1x when asked q1"),
    (.silent, "the retriever returned 0 rankings for query q1, expected one"),
  ])
  func `fails its own cell with the reason, and the next goes on`(
    fault: Fault, reason: String
  ) async throws {
    try await Bench.with("faulty:fault=\(fault.rawValue)", "overlap") { bench in
      let outcomes = try await bench.run()
      #expect(outcomes.map(\.kind) == ["failed", "done"])
      let stored = try bench.store.experiments().map { ($0.retriever, $0.status, $0.reason) }
      #expect(stored.map(\.0) == ["faulty:fault=\(fault.rawValue)", "overlap"])
      #expect(stored.map(\.1) == [.failed, .done])
      #expect(stored[0].2.hasPrefix(reason), "\(stored[0].2)")
      #expect(bench.leftovers.isEmpty)
    }
  }

  @Test func `by trapping leaves the words it trapped with`() async throws {
    try await Bench.with("faulty:fault=trap") { bench in
      let reason = try await bench.run().first?.experiment?.reason ?? ""
      #expect(reason.contains(" while indexing; its last words: "))
      #expect(reason.hasSuffix("Fatal error: the index is upside down"), "\(reason)")
    }
  }

  @Test func `by never answering is killed after its time limit`() async throws {
    try await Bench.with("faulty:fault=hangs", "overlap") { bench in
      bench.request.timeLimit = .seconds(1)
      let outcomes = try await bench.run()
      #expect(
        outcomes.map { $0.experiment?.reason } == [
          "worker killed after its time limit of 1 s while searching", "",
        ])
    }
  }

  @Test func `by printing on standard output does no wrong`() async throws {
    try await Bench.with("faulty:fault=chatty") { bench in
      let done = try await bench.run()
      #expect(done.map(\.kind) == ["done"])
    }
  }

  @Test func `is tried again by the next run`() async throws {
    try await Bench.with("faulty:fault=killed") { bench in
      _ = try await bench.run()
      let (outcomes, workers) = try await bench.runCountingWorkers()
      #expect(outcomes.map(\.kind) == ["failed"] && workers == 1)
    }
  }
}

@Suite struct `A worker that is none` {
  @Test(arguments: [
    (
      ["-c", "echo nonsense; exec sleep 1000"],
      "worker said something that is no message while loading: nonsense"
    ),
    (["-c", "cat /dev/zero"], "worker sent a message without end while loading"),
    (["-c", "exit 7"], "worker exited with code 7 while loading"),
    (
      ["-c", "echo '{\"phase\":{\"_0\":\"searching\"}}'; echo broken pipe >&2; exit 1"],
      "worker exited with code 1 while searching; its last words: broken pipe"
    ),
    (["-c", "true"], "worker ended without a result while loading"),
  ])
  func `fails the cell and is gone`(arguments: [String], reason: String) async throws {
    try await Bench.with("overlap") { bench in
      let outcomes = try await bench.run(
        worker: WorkerCommand(executable: "/bin/sh", arguments: arguments))
      #expect(outcomes.map { $0.experiment?.reason } == [reason])
    }
  }

  @Test func `because it cannot be started fails the cell`() async throws {
    try await Bench.with("overlap") { bench in
      let outcomes = try await bench.run(
        worker: WorkerCommand(executable: "/does/not/exist", arguments: []))
      #expect(outcomes.first?.experiment?.reason.hasPrefix("the worker cannot be started") == true)
    }
  }
}

@Suite struct `Data that is missing or wrong` {
  @Test func `makes its task's cells unavailable and stores nothing`() async throws {
    try await Bench.with("overlap", "overlap:weight=2.0") { bench in
      bench.request.tasks.insert(RetrievalTask(name: "absent", folder: "absent"), at: 0)
      let outcomes = try await bench.run()
      #expect(outcomes.map(\.kind) == ["unavailable", "unavailable", "done", "done"])
      #expect(try bench.store.experiments().map(\.task) == ["tiny", "tiny"])
      guard case .unavailable(_, let error) = outcomes[0] else { return }
      #expect(error.code == .missing)
    }
  }

  @Test func `in the corpus is told with file and line, once for all retrievers`() async throws {
    try await Bench.with("overlap", "overlap:weight=2.0") { bench in
      let corpus = bench.request.dataFolder + "/tiny/corpus.jsonl"
      let file = try #require(FileHandle(forWritingAtPath: corpus))
      try file.seekToEnd()
      try file.write(contentsOf: Data(#"{"_id":"d5","text":"cut o"#.utf8))
      try file.close()
      let (outcomes, workers) = try await bench.runCountingWorkers()
      #expect(workers == 1)
      for outcome in outcomes {
        guard case .unavailable(_, let error) = outcome else {
          Issue.record("\(outcome)")
          continue
        }
        #expect(error.code == .malformed && error.file == corpus && error.line == 5)
      }
      #expect(try bench.store.experiments().isEmpty)
    }
  }
}
