// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// The pages of each answer, read from KILT's own files and from the hub's Parquet.
struct KILTEvidenceTests {
  private struct Answer: Decodable {
    struct Source: Decodable {
      let wikipedia_id: String
    }
    let provenance: [Source]?
  }

  private struct Question: Decodable {
    let id: String
    let output: [Answer]
  }

  private func qrels(_ folder: String) throws -> Qrels {
    let place = TaskPlace(
      folder: ExpectedTask.folder.appending(path: "data/\(folder)").path, split: "dev",
      options: ["subset": "nq"])
    return try KILTLayout().open(place).qrels
  }

  @Test func `are the answers' sets of pages, in both forms`() throws {
    let qrels = try qrels("kilt")
    let file = ExpectedTask.folder.appending(path: "data/kilt/nq-dev-kilt.jsonl")
    var sets = 0
    for line in try Data(contentsOf: file).split(separator: 0x0A) {
      let question = try JSONDecoder().decode(Question.self, from: line)
      let expected = question.output.compactMap(\.provenance)
        .map { Set($0.map(\.wikipedia_id)) }.filter { !$0.isEmpty }
      guard let judged = qrels[question.id] else {
        #expect(expected.isEmpty)
        continue
      }
      let found = judged.evidence.map { rows in Set(rows.map { judged.documents[$0] }) }
      #expect(found == expected, "\(question.id)")
      #expect(Set(judged.documents.map { $0 }) == expected.reduce(into: []) { $0.formUnion($1) })
      sets += found.count
    }
    #expect(sets == 20)
    #expect(try self.qrels("kilt-hub") == qrels)
  }

  @Test func `are what the layout's protocol counts, over all questions`() {
    let rules = KILTLayout().evaluation(of: [:])
    #expect(rules.evidence == .sets && rules.queries == .all)
  }

  @Test func `a page that several answers share is judged once`() throws {
    try withTemporaryFolder { folder in
      let files = [
        "kilt_knowledgesource.json":
          #"{"wikipedia_id": "1", "wikipedia_title": "t", "text": ["x"]}"#,
        "nq-dev-kilt.jsonl":
          #"{"id": "q", "input": "x", "output": [{"provenance": [{"wikipedia_id": "1"}, "#
          + #"{"wikipedia_id": "2"}, {"wikipedia_id": "1"}]}, {"provenance": []}, "#
          + #"{"provenance": [{"wikipedia_id": "1"}]}, {"provenance": [{"wikipedia_id": "1"}]}]}"#,
      ]
      for (name, content) in files {
        try Data(content.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      let contents = try KILTLayout().open(TaskPlace(folder: folder, split: "dev"))
      let judged = try #require(contents.qrels["q"])
      #expect(judged.documents.map { $0 } == ["1", "2"] && judged.grades == [1, 1])
      #expect(judged.evidence == [[0, 1], [0]])
      #expect(contents.warnings.isEmpty)
    }
  }
}
