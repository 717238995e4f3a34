// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What a user sees for each kind of broken input: a place, a reason, an exit code.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let file: String
    let content: Data?
    let status: Int32
    let message: [String]

    init(
      _ name: String, _ file: String, _ content: Data?, status: Int32 = 65, message: [String]
    ) {
      self.name = name
      self.file = file
      self.content = content
      self.status = status
      self.message = message
    }

    var testDescription: String { name }
  }

  static let line = #"{"_id": "d1", "title": "", "text": "a"}"# + "\n"

  static let cases = [
    Case(
      "truncated JSON", "corpus.jsonl", Data((line + #"{"_id": "d2", "text": "cut o"#).utf8),
      message: ["corpus.jsonl:2: "]),
    Case(
      "invalid UTF-8", "corpus.jsonl",
      Data(line.utf8) + Data(#"{"_id": "d2", "text": ""#.utf8) + Data([0xC3, 0x28])
        + Data("\"}\n".utf8),
      message: ["corpus.jsonl:2: ", "UTF-8"]),
    Case(
      "a qrels line with two fields", "qrels/test.tsv", Data("q1\td1\t1\nq2\td3\n".utf8),
      message: ["qrels/test.tsv:2: "]),
    Case(
      "a qrels line in TREC's four columns", "qrels/test.tsv", Data("q1 0 d1 1\n".utf8),
      message: ["qrels/test.tsv:1: "]),
    Case(
      "a grade that is no number", "qrels/test.tsv", Data("q1\td1\t1\nq2\td3\tgood\n".utf8),
      message: ["qrels/test.tsv:2: ", "good"]),
    Case(
      "duplicate document ids", "corpus.jsonl", Data((line + line).utf8),
      message: ["d1", "corpus.jsonl"]),
    Case(
      "an empty corpus", "corpus.jsonl", Data(),
      message: ["corpus.jsonl"]),
    Case(
      "judged queries that do not exist", "qrels/test.tsv", Data("nobody\td1\t1\n".utf8),
      message: ["qrels/test.tsv", "queries.jsonl"]),
    Case(
      "a missing split", "qrels/test.tsv", nil, status: 66,
      message: ["qrels"]),
    Case(
      "a missing corpus", "corpus.jsonl", nil, status: 66,
      message: ["corpus.jsonl"]),
  ]

  @Test(arguments: cases) func `broken data is refused with its place`(_ broken: Case) throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder, replacing: [broken.file: broken.content])
      let outcome = try BuiltProgram().run(task.runArguments(store: folder + "/s.sqlite"))
      #expect(outcome.status == broken.status, "\(outcome.errors)")
      for part in broken.message {
        #expect(outcome.errors.contains(part), "\(outcome.errors)")
      }
    }
  }

  @Test func `judgements of documents that do not exist are counted, not dropped silently`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(
        in: folder,
        replacing: ["qrels/test.tsv": Data("q1\td1\t1\nq2\tnowhere\t1\n".utf8)])
      let outcome = try BuiltProgram().run(task.runArguments(store: folder + "/s.sqlite"))
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("nowhere"), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    (["run", "--task", "x", "--retriever", "bm26"], Int32(64), "bm25"),
    (["run", "--task", "x", "--retriever", "bm25:k2=1"], 64, "k1"),
    (["run", "--task", "x", "--retriever", "bm25:b=2"], 64, "b"),
    (["run", "--suite", "bier", "--retriever", "bm25"], 66, "beir"),
    (["run", "--retriever", "bm25"], 64, "--suite"),
    (["eval", "/nowhere/qrels", "/nowhere/run"], 66, "/nowhere/qrels"),
    (["frobnicate"], 64, "frobnicate"),
  ])
  func `a wrong command line is answered with what there is`(
    arguments: [String], status: Int32, message: String
  ) throws {
    let outcome = try BuiltProgram().run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
