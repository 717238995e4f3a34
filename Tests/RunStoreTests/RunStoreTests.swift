// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Retrieval
import TestSupport
import Testing

@testable import RunStore

@Suite struct `A store` {
  @Test func `gives back an experiment as it was saved`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/results/bench.sqlite")
      var experiment = sampleExperiment()
      experiment.sequence = try store.save(experiment)
      #expect(try store.experiment(id: experiment.id) == experiment)
      #expect(try store.run(of: experiment.id) == sampleRun)
    }
  }

  @Test func `lists experiments without per-query values`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      try store.save(sampleExperiment())
      let listed = try #require(try store.experiments(suite: "beir").first)
      #expect(listed.scores.map(\.value) == sampleExperiment().scores.map(\.value))
      #expect(listed.scores.map(\.interval) == sampleExperiment().scores.map(\.interval))
      #expect(listed.scores.allSatisfy(\.perQuery.isEmpty) && listed.queryIDs.isEmpty)
      #expect(try store.experiments(suite: "other").isEmpty)
      #expect(try store.experiments().count == 1)
    }
  }

  @Test func `is still there when it is opened again, also for reading only`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      do { try RunStore(path: path).save(sampleExperiment()) }
      #expect(try RunStore(path: path).experiments().count == 1)
      #expect(try RunStore(path: path, access: .readOnly).experiments().count == 1)
    }
  }

  @Test func `counts the newest done experiment of a cell and keeps the others`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var old = sampleExperiment()
      old.counts.documents = 1
      var failed = sampleExperiment()
      failed.status = .failed
      failed.reason = "worker killed"
      try store.save(old)
      try store.save(sampleExperiment())
      try store.save(failed)
      #expect(try store.experiments().map(\.counts.documents) == [5183])
      #expect(try store.experiment(id: old.id)?.counts.documents == 5183)
      let history = try store.history(of: old.cell)
      #expect(history.map(\.status) == [.done, .done, .failed])
      #expect(history.map(\.sequence) == [1, 2, 3])
    }
  }

  @Test func `shows a failure where nothing is done, with no task hash if need be`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var failed = sampleExperiment()
      failed.status = .failed
      failed.reason = "worker killed by signal 9 (SIGKILL) while indexing"
      failed.hashes.task = ""
      failed.scores = []
      failed.queryIDs = []
      failed.sequence = try store.save(failed)
      #expect(try store.experiments() == [failed])
      #expect(try store.run(of: failed.id) == nil)
    }
  }

  @Test func `keeps variants of a request in cells of their own`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var limited = sampleExperiment(id: "fedcba9876543210")
      limited.variant = "limit-queries=2"
      try store.save(sampleExperiment())
      try store.save(limited)
      #expect(try store.experiments().map(\.variant) == ["", "limit-queries=2"])
    }
  }

  @Test func `stores all of an experiment or nothing`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var broken = sampleExperiment()
      broken.scores.append(broken.scores[0])
      #expect(throws: StoreError.self) { try store.save(broken) }
      let tables = ["machine", "cell", "ranking", "experiment", "score"]
      let rows = try store.read { db in
        try tables.map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") }
      }
      #expect(rows == [0, 0, 0, 0, 0])
    }
  }

  @Test func `marks as stale what another protocol or version scored, and nothing else`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var otherTask = sampleExperiment(id: "1111111111111111")
      otherTask.task = "nfcorpus"
      try store.save(sampleExperiment())
      try store.save(otherTask)
      func mark(_ protocolDigit: Character, data: String, version: Int) throws -> [Bool] {
        try store.markStale(
          suite: "beir", task: "scifact", variant: "",
          unless: Experiment.Hashes(task: data, protocol: hash(protocolDigit), retriever: ""),
          scoringVersion: version)
        return try store.experiments().map(\.isStale)
      }
      #expect(try mark("b", data: hash("a"), version: 1) == [false, false])
      #expect(try mark("b", data: "", version: 1) == [false, false])
      #expect(try mark("b", data: hash("f"), version: 1) == [false, true])
    }
  }

  @Test func `shares rankings between an experiment and its later scores`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      let old = try store.save(sampleExperiment())
      let found = try store.rescorable(
        suite: "beir", task: "scifact", variant: "", taskHash: hash("a"),
        conditions: "depth=1000")
      #expect(found.map(\.sequence) == [old])
      var new = sampleExperiment(id: "2222222222222222")
      new.hashes.protocol = hash("e")
      try store.save(new, rankings: .shared(sequence: old))
      #expect(try store.run(of: new.id) == sampleRun)
      #expect(try store.experiments().map(\.id) == [new.id])
      #expect(try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM ranking") } == 1)
      for (data, conditions) in [(hash("f"), "depth=1000"), (hash("a"), "depth=10")] {
        let none = try store.rescorable(
          suite: "beir", task: "scifact", variant: "", taskHash: data, conditions: conditions)
        #expect(none.isEmpty)
      }
    }
  }

  @Test func `counts one experiment of a cell under each specification`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var chosen = sampleExperiment(id: "3333333333333333")
      chosen.hashes.specification = hash("d")
      chosen.retriever = "bm25"
      let first = try store.save(sampleExperiment())
      try store.save(chosen, rankings: .shared(sequence: first))
      let counted = try store.experiments()
      #expect(counted.map(\.retriever) == ["bm25", "bm25:b=0.75"])
      #expect(counted.map(\.hashes.specification) == [hash("d"), hash("c")])
      #expect(Set(counted.map(\.cell)).count == 1)
      let rescorable = try store.rescorable(
        suite: "beir", task: "scifact", variant: "", taskHash: hash("a"),
        conditions: "depth=1000")
      #expect(rescorable.count == 2)
    }
  }

  @Test func `of the first version takes the retriever for the specification`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      do {
        let store = try RunStore(path: path)
        try store.save(sampleExperiment())
        try store.write { db in
          try db.execute(
            sql: """
              ALTER TABLE experiment DROP COLUMN specificationHash;
              DELETE FROM grdb_migrations WHERE identifier LIKE 'v2 %'
              """)
        }
      }
      let error = #expect(throws: StoreError.self) { try RunStore(path: path, access: .readOnly) }
      #expect(error?.description.contains("older version") == true)
      let experiments = try RunStore(path: path).experiments()
      #expect(experiments.map(\.hashes.specification) == [hash("c")])
    }
  }

  @Test func `keeps what became of a hardware profile`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      var experiment = sampleExperiment()
      experiment.profile = "one-core"
      var record = Experiment.ProfileRecord(hash: "0123abcd", settings: ["cores": "1"])
      record.limits = [
        Experiment.ProfileRecord.Limit(
          name: "cores", asked: "1", isEnforced: true, detail: "CPU 1 by affinity")
      ]
      record.reasons = [Experiment.ProfileRecord.Reason("others were busy", isTransient: true)]
      record.unseen = ["governor"]
      experiment.profileRecord = record
      experiment.sequence = try store.save(experiment)
      #expect(try store.experiment(id: experiment.id) == experiment)
      #expect(try store.experiments().first?.profileRecord == record)
    }
  }

  @Test func `of a version without profiles calls what limited nothing unrestricted`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      do {
        let store = try RunStore(path: path)
        try store.save(sampleExperiment())
        var other = sampleExperiment(id: "fedcba9876543210", retriever: "e")
        other.profile = "mine"
        try store.save(other)
        try store.write { db in
          try db.execute(
            sql: """
              ALTER TABLE experiment DROP COLUMN profileRecord;
              DELETE FROM grdb_migrations WHERE identifier LIKE 'v4 %'
              """)
        }
      }
      let experiments = try RunStore(path: path).experiments()
      #expect(experiments.map(\.profile) == ["unrestricted", "mine"])
      #expect(experiments.allSatisfy { $0.profileRecord == nil })
    }
  }

  @Test func `remembers the hash of data it has seen`() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(path: folder + "/s.sqlite")
      #expect(try store.taskHash(ofDataSignature: hash("1")) == nil)
      try store.remember(taskHash: hash("2"), ofDataSignature: hash("1"))
      #expect(try store.taskHash(ofDataSignature: hash("1")) == hash("2"))
    }
  }

  /// The file is the schema as users' stores have it: a change needs a migration of its own.
  /// With BENCH_RECORD=1 it is written anew.
  @Test func `has the schema of the golden file`() throws {
    try withTemporaryFolder { folder in
      let schema = try RunStore(path: folder + "/s.sqlite").schema()
      let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden/schema.sql")
      if ProcessInfo.processInfo.environment["BENCH_RECORD"] == "1" {
        try Data(schema.utf8).write(to: golden)
      }
      #expect(schema == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
    }
  }
}
