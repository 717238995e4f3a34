// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// What a layout cannot hold is refused with what it is, and nothing is left behind.
struct RefusalTests {
  /// A task of one query and one document that every layout holds, with one thing changed.
  private static func task(
    document: Document = Document(id: "d", text: "x"), query: Query = Query(id: "q", text: "x"),
    judged: (query: String, document: String, grade: Int32) = ("q", "d", 1),
    hasEvidence: Bool = false
  ) -> TaskContents {
    var builder = Qrels.Builder()
    if hasEvidence { builder.addEvidence(query: judged.query, documents: [judged.document]) }
    builder.add(query: judged.query, document: judged.document, grade: judged.grade)
    guard let qrels = try? builder.build() else { preconditionFailure("one pair") }
    return TaskContents(
      corpus: InMemoryCorpus([document]), queries: [query], qrels: qrels, queriesFile: "queries",
      qrelsFile: "qrels")
  }

  private static let beir = "BEIR's layout"
  private static let trec = "TREC's layout"
  private static let t2 = "T2Ranking's layout"
  private static let loco = "LoCoV1's layout"

  private static let cases: [(String, TaskContents, String)] = [
    (
      "beir", task(query: Query(id: "q", text: "x", instruction: "Find")),
      "queries: found query \"q\" with an instruction, which \(beir) cannot hold"
    ),
    (
      "beir", task(query: Query(id: "q", text: "x", excludedDocuments: ["d"])),
      "queries: found query \"q\" with excluded documents, which \(beir) cannot hold"
    ),
    (
      "beir", task(query: Query(id: "q", text: "x", candidates: [])),
      "queries: found query \"q\" with candidates, which \(beir) cannot hold"
    ),
    (
      "beir", task(hasEvidence: true),
      "qrels: found query \"q\" with sets of evidence, which \(beir) cannot hold"
    ),
    (
      "beir", task(judged: ("q", "d\te", 1)),
      "qrels: found the id \"d\\te\" with a tab, which \(beir) cannot hold"
    ),
    (
      "trec", task(judged: ("q", "d e", 1)),
      "qrels: found the id \"d e\" with white space, which \(trec) cannot hold"
    ),
    (
      "trec", task(document: Document(id: "d e", text: "x")),
      "the corpus: found document \"d e\" with white space in its id, which \(trec) cannot hold"
    ),
    (
      "trec", task(query: Query(id: "#q", text: "x")),
      "queries: found the query id \"#q\" with # or < in front, which \(trec) cannot hold"
    ),
    (
      "trec", task(query: Query(id: "q", text: "x\ny")),
      "queries: found query \"q\" with a line end in its text, which \(trec) cannot hold"
    ),
    (
      "t2ranking", task(document: Document(id: "d", title: "t", text: "x")),
      "the corpus: found document \"d\" with a title, which \(t2) cannot hold"
    ),
    (
      "t2ranking", task(document: Document(id: "d", text: "x\ty")),
      "the corpus: found document \"d\" with a tab in its text, which \(t2) cannot hold"
    ),
    (
      "t2ranking", task(document: Document(id: "d", text: "")),
      "the corpus: found document \"d\" with nothing in its text, which \(t2) cannot hold"
    ),
    (
      "t2ranking", task(document: Document(id: "d", text: "null")),
      "the corpus: found document \"d\" with the word null for NA in its text, "
        + "which \(t2) cannot hold"
    ),
    (
      "t2ranking", task(judged: ("q", "d", 2)),
      "qrels: found grade 2 of document \"d\" for query \"q\" in a task without candidates, "
        + "which \(t2) cannot hold"
    ),
    (
      "t2ranking", task(query: Query(id: "q", text: "x", candidates: ["d"]), judged: ("q", "d", 4)),
      "qrels: found grade 4 of document \"d\" for query \"q\", which \(t2) cannot hold"
    ),
    (
      "t2ranking", task(query: Query(id: "q", text: "x", candidates: ["e", "d"])),
      "queries: found query \"q\" with candidates other than its judged documents in ascending "
        + "order, which \(t2) cannot hold"
    ),
    (
      "loco", task(document: Document(id: "d", title: "t", text: "x")),
      "the corpus: found document \"d\" with a title, which \(loco) cannot hold"
    ),
    (
      "loco", task(judged: ("q", "d", 0)),
      "qrels: found grade 0 of document \"d\" for query \"q\", which \(loco) cannot hold"
    ),
    (
      "loco", task(judged: ("r", "d", 1)),
      "qrels: found judgements of query \"r\", which has no text, which \(loco) cannot hold"
    ),
  ]

  @Test(arguments: cases)
  func `what would be lost is told, and nothing is written`(
    format: String, task: TaskContents, message: String
  ) throws {
    let writer = try #require(LayoutWriters.named(format))
    try withTemporaryFolder { folder in
      let error = #expect(throws: DataError.self) {
        try writer.place(task, split: "test", at: folder + "/out")
      }
      #expect(error?.code == .malformed)
      #expect(
        error.map { "\($0)" }
          == message + "\nfix: choose a layout that can: nothing was written")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: LayoutWriters.all.map(\.name))
  func `the task without the one thing is written`(format: String) throws {
    let writer = try #require(LayoutWriters.named(format))
    try withTemporaryFolder { folder in
      try writer.place(Self.task(), split: "test", at: folder + "/a/b/")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a") == ["b"])
    }
  }

  @Test func `a folder that holds something is left alone, an empty one is filled`() throws {
    let writer = BEIRLayoutWriter()
    try withFiles(["full/mine.txt": "x"]) { folder in
      let error = #expect(throws: DataError.self) {
        try writer.place(Self.task(), split: "test", at: folder + "/full")
      }
      #expect(error?.code == .unwritable)
      #expect(error?.problem == "found mine.txt in this folder, expected it empty")
      try FileManager.default.createDirectory(
        atPath: folder + "/empty", withIntermediateDirectories: false)
      try writer.place(Self.task(), split: "test", at: folder + "/empty")
      #expect(try FolderListing(path: folder + "/empty").has("corpus.jsonl"))
      for split in ["", "a/b", ".."] {
        #expect(throws: DataError.self) {
          try writer.place(Self.task(), split: split, at: folder + "/new")
        }
      }
    }
  }
}
