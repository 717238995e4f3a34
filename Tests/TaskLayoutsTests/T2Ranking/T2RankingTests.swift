// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// T2Ranking's layout on a sample in the benchmark's own form (Golden/t2ranking).
struct T2RankingTests {
  private struct Scores: Decodable {
    var files: [String: String]
    var counts: [String: Int]
  }

  private static func scores() throws -> Scores {
    try JSONDecoder().decode(Scores.self, from: Data(Golden.text("t2ranking/scores.json").utf8))
  }

  @Test func `the sample is the one that the scores were computed for`() throws {
    #expect(try T2RankingSample().files.mapValues { fnv([$0]) } == Self.scores().files)
  }

  @Test func `retrieval reads the binary judgements`() throws {
    let counts = try Self.scores().counts
    try withTemporaryFolder { folder in
      try T2RankingSample().write(to: folder)
      let listing = try FolderListing(path: folder)
      #expect(try TaskLayouts.recognise(listing).name == "t2ranking")
      #expect(try T2RankingLayout().splits(of: listing) == ["dev"])
      let task = try T2RankingLayout().open(TaskPlace(folder: folder, split: "dev"))
      #expect(task.queries.count == T2RankingSample.queries)
      #expect(task.queries.allSatisfy { $0.candidates == nil })
      #expect(task.qrels.judgmentCount == counts["relevant"])
      #expect(task.qrels["1000"]?.documents.contains("0") == true)
      #expect(task.qrels["1007"] == nil)
      let texts = try task.corpus.texts()
      #expect(texts.count == T2RankingSample.passages)
      #expect(texts["5"] == "NA")
      #expect(texts["7"]?.first == "\"")
      #expect(task.corpus.place(ofDocument: 399)?.line == 401)
    }
  }

  @Test func `re-ranking reads grades, and the judged passages as candidates`() throws {
    let counts = try Self.scores().counts
    try withTemporaryFolder { folder in
      try T2RankingSample().write(to: folder)
      let place = TaskPlace(folder: folder, split: "dev", options: ["variant": "rerank"])
      let task = try T2RankingLayout().open(place)
      #expect(task.qrels.judgmentCount == counts["graded"])
      #expect(task.queries.reduce(0) { $0 + ($1.candidates?.count ?? 0) } == counts["graded"])
      #expect(task.queries[0].candidates?.contains("0") == true)
    }
  }

  @Test(arguments: [
    "1000\t3\t1\t0.5\n1000\t2\t2\t0.4\n", "qid\tpid\n1000\t3\n1000\t2\n",
    "1000 Q0 3 1 2.0 t\n1000 Q0 2 2 1.0 t\n",
  ])
  func `candidates may come from a file`(content: String) throws {
    try withTemporaryFolder { folder in
      try T2RankingSample().write(to: folder)
      try Data(content.utf8).write(to: URL(filePath: folder + "/top.tsv"))
      let place = TaskPlace(
        folder: folder, split: "dev", options: ["variant": "rerank", "candidates": "top.tsv"])
      let task = try T2RankingLayout().open(place)
      #expect(task.queries[0].candidates == ["3", "2"])
      #expect(task.queries[1].candidates == [])
    }
  }

  @Test func `a collection in XML is read by the names of its elements`() throws {
    try withFiles([
      "queries.dev.tsv": "qid\ttext\n1\tx\n", "qrels.retrieval.dev.tsv": "qid\tpid\n1\t0\n",
      "collection.xml":
        "<c><page nr='0'><name>t</name><body>a &lt; b</body></page></c>",
    ]) { folder in
      #expect(try TaskLayouts.recognise(FolderListing(path: folder)).name == "t2ranking")
      let names = [
        "xml-document": "page", "xml-id": "@nr", "xml-title": "name", "xml-text": "body",
      ]
      let place = TaskPlace(folder: folder, split: "dev", options: names)
      let batch = try T2RankingLayout().open(place).corpus.makeReader().nextBatch()
      #expect(batch?[0] == Document(id: "0", title: "t", text: "a < b"))
    }
  }
}
