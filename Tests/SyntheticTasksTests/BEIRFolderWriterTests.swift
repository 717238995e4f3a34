// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SyntheticTasks
import TestSupport
import Testing

private func read(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

@Suite struct `Writing a BEIR folder` {
  @Test func `lines are JSON, whatever the texts hold`() throws {
    let texts = ["plain", "\"quoted\" \\ and /", "tab\t line\n feed\r \u{1} \u{1F}", "星 é 😀", ""]
    let documents = texts.enumerated().map { Document(id: "d \($0)", title: $1, text: $1 + "!") }
    try withTemporaryFolder { folder in
      try writeBEIRFolder(
        at: folder + "/a/b", documents: documents, queries: [Query(id: "q", text: "\"?")],
        judgments: [("q", "d 0", 2)], split: "dev")
      let lines = try read(folder + "/a/b/corpus.jsonl").split(separator: "\n")
      #expect(lines.count == documents.count)
      for (line, document) in zip(lines, documents) {
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(object == ["_id": document.id, "title": document.title, "text": document.text])
      }
      #expect(try read(folder + "/a/b/queries.jsonl") == #"{"_id": "q", "text": "\"?"}"# + "\n")
      #expect(
        try read(folder + "/a/b/qrels/dev.tsv") == "query-id\tcorpus-id\tscore\nq\td 0\t2\n")
    }
  }

  @Test func `the bundled task is what the generator writes`() throws {
    let bundled = TestData.repository.appending(path: "suites/quickstart/limit").path
    try withTemporaryFolder { folder in
      try LimitTask(LimitTask.Parameters(documents: 200)).write(to: folder)
      for file in ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"] {
        #expect(try read("\(folder)/\(file)") == read("\(bundled)/\(file)"), "\(file)")
      }
    }
  }

  @Test func `progress is told, and files are whole or not there`() throws {
    try withTemporaryFolder { folder in
      var seen: [Int] = []
      try LimitTask(LimitTask.Parameters(documents: 2500)).write(to: folder) { seen.append($0) }
      #expect(seen == [0, 1000, 2000, 2500])
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["corpus.jsonl", "qrels", "queries.jsonl"])
    }
  }

  @Test func `a place that cannot be written is said`() throws {
    try withTemporaryFolder { folder in
      try "a file".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      let error = try #require(throws: DataError.self) {
        try LimitTask(LimitTask.Parameters(documents: 46)).write(to: folder + "/file/below")
      }
      #expect(error.code == .unwritable)
    }
  }
}
