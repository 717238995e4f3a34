// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

@Suite struct `A written run` {
  /// Identifiers that no column format likes, and ordinary ones.
  private static let awkward = [
    "Olinda Posso", "a%20b", "%", "#1", "tab\tin", "back\\slash\\n", "日本 語", "plain", "a\nb", "x\r",
  ]

  private func sample(ids: [String], seed: UInt64 = 1) -> Run {
    var generator = SeededGenerator(seed: seed)
    let rankings = ids.map { query in
      let scores = ids.map { _ in
        Double(Int64(bitPattern: generator.next() >> 1)) / Double(generator.next() >> 40 | 1)
      }.sorted(by: >)
      return Ranking(queryID: query, documents: IdentifierTable(ids), scores: scores)
    }
    return Run(tag: "bm25 k1=0.9", rankings: rankings)
  }

  @Test func `reads back the same as a table, whatever its identifiers hold`() throws {
    let run = sample(ids: Self.awkward)
    try withTemporaryFolder { folder in
      try writeRunTable(run, to: folder + "/run.tsv")
      #expect(try readTRECRun(path: folder + "/run.tsv") == run)
    }
  }

  @Test func `reads back the same in TREC's columns but for the tag's spaces`() throws {
    var run = sample(ids: Self.awkward)
    try withTemporaryFolder { folder in
      try writeTRECRun(run, to: folder + "/run.trec")
      let lines = try String(contentsOfFile: folder + "/run.trec", encoding: .utf8)
        .split(separator: "\n")
      #expect(lines.allSatisfy { $0.split(separator: " ").count == 6 })
      #expect(lines[0].hasPrefix("#"))
      run.tag = "bm25%20k1=0.9"
      #expect(try readTRECRun(path: folder + "/run.trec") == run)
    }
  }

  @Test func `has no header where identifiers are plain`() throws {
    let run = Run(
      tag: "t",
      rankings: [
        Ranking(queryID: "q1", documents: IdentifierTable(["d1", "é"]), scores: [0.1, 1e-05]),
        Ranking(queryID: "empty"),
      ])
    try withTemporaryFolder { folder in
      try writeTRECRun(run, to: folder + "/run.trec")
      let text = try String(contentsOfFile: folder + "/run.trec", encoding: .utf8)
      #expect(text == "q1 Q0 d1 1 0.1 t\nq1 Q0 é 2 1e-05 t\n")
    }
  }

  @Test func `cannot hold an endless score or an empty identifier`() throws {
    try withTemporaryFolder { folder in
      for (id, score) in [("d", Double.infinity), ("d", Double.nan), ("", 1)] {
        let run = Run(
          tag: "t",
          rankings: [Ranking(queryID: "q", documents: IdentifierTable([id]), scores: [score])])
        #expect(throws: DataError.self) { try writeTRECRun(run, to: folder + "/run") }
        #expect(throws: DataError.self) { try writeRunTable(run, to: folder + "/run") }
      }
    }
  }

  @Test(arguments: ["/nowhere/run", "/dev/full"])
  func `where nothing can be written is an error`(_ path: String) {
    let error = #expect(throws: DataError.self) {
      try writeTRECRun(sample(ids: ["a", "b"]), to: path)
    }
    #expect(error?.code == .unwritable)
  }
}
