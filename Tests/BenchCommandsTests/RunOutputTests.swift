// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What scripts read: the JSON of `bench run`, and exit codes.
@Suite struct RunOutputTests {
  static let fields: Set = [
    "experiment", "suite", "task", "retriever", "profile", "status", "reason", "measures",
    "counts", "timing", "bytes", "hashes",
  ]

  private func objects(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  @Test func `a cell is one JSON object on one line with the agreed fields`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let outcome = try BuiltProgram().run(
        task.runArguments(store: folder + "/s.sqlite", ["--json"]))
      let cell = try #require(try objects(outcome.output).first)
      #expect(Self.fields.isSubset(of: cell.keys))
      let measures = try #require(cell["measures"] as? [String: Double])
      // Both answers are found first: "cat" is rarer in d1's words, "birds" is only in d3.
      #expect(measures["nDCG@10"] == 1)
      let counts = try #require(cell["counts"] as? [String: Int])
      #expect(counts == ["documents": 3, "queries": 2, "judged": 2, "missing": 0])
    }
  }

  @Test func `a second run skips what is done and says so`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let arguments = task.runArguments(store: folder + "/s.sqlite", ["--json"])
      _ = try BuiltProgram().run(arguments)
      let again = try BuiltProgram().run(arguments)
      #expect(again.status == 0)
      #expect(try objects(again.output).map { $0["status"] as? String } == ["skipped"])
    }
  }

  @Test func `one missing data set among others is exit code 3 and its cell has all fields`() throws
  {
    try withTemporaryFolder { folder in
      let outcome = try BuiltProgram().run([
        "run", "--task", "beir/fiqa", "--task", "quickstart/garten", "--retriever", "bm25",
        "--json", "--offline", "--store", folder + "/s.sqlite", "--data", folder,
      ])
      #expect(outcome.status == 3, "\(outcome.errors)")
      let cells = try objects(outcome.output)
      #expect(cells.map { $0["status"] as? String } == ["failed", "done"])
      for cell in cells { #expect(Self.fields.isSubset(of: cell.keys)) }
      #expect(outcome.errors.contains("bench fetch"), "where the data can be had")
    }
  }

  @Test func `results go to standard output, progress to standard error`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let outcome = try BuiltProgram().run(task.runArguments(store: folder + "/s.sqlite"))
      #expect(outcome.output.hasPrefix("task  retriever"))
      #expect(outcome.errors.hasPrefix("[1/1] local/tiny bm25: done"))
    }
  }

  @Test func `a task that does not exist beside one that does is an error with its name`() throws {
    let outcome = try BuiltProgram().run([
      "run", "--suite", "quickstart", "--task", "kitchn", "--retriever", "bm25",
    ])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("kitchen"), "\(outcome.errors)")
  }
}
