// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import SparseRetrieval
import TestSupport
import Testing

/// Runs of Anserini's BM25 (Lucene 9.9.1, flat fields), which print scores with ties adjusted:
/// rounded to 1e-4, then lowered by 1e-6 for each document with the same score above.
@Suite struct `Anserini's reference runs` {
  @Test(
    .enabled(if: TestData.has("beir/scifact"), "needs the evaluation data"),
    arguments: [
      ("beir/scifact", "scifact"), ("classic/cacm", "cacm"), ("classic/cranfield", "cranfield"),
      ("classic/med", "med"),
    ])
  func `are reproduced, documents and scores`(folder: String, name: String) async throws {
    let data = TestData.data.appending(path: folder)
    let reference = try readReference("anserini-bm25-flat.\(name).run.gz")
    let queries = try readBEIRQueries(path: data.appending(path: "queries.jsonl").path)
    try await withFolder { folder in
      let index = try await SparseIndex.build(
        BEIRCorpus(path: data.appending(path: "corpus.jsonl").path),
        IndexConfiguration(
          analyzer: "lucene-english", fields: .flat,
          function: .bm25(.lucene, k1: 0.9, b: 0.4, delta: 0)),
        in: Workspace(folder: folder, threads: 2))
      if name == "scifact" {
        #expect(index.statistics["documents"] == 5183)
        #expect(index.statistics["terms"] == 838_128)
      }
      var compared = 0
      for query in queries {
        guard let expected = reference[query.id] else { continue }
        let hits = index.search(query.text, depth: 1000)
        #expect(hits.count == expected.count)
        check(hits, index, against: expected)
        compared += 1
      }
      #expect(compared == reference.count)
    }
  }

  private func check(
    _ hits: [SparseIndex.Hit], _ index: SparseIndex, against expected: [(id: String, score: Double)]
  ) {
    let scores = Dictionary(
      uniqueKeysWithValues: hits.map { (index.identifier(of: $0.document), Double($0.score)) })
    let last = hits.last.map { Double($0.score) } ?? 0
    for (rank, entry) in expected.enumerated() {
      // Rounding and the adjustment of ties move a score by so much.
      let tolerance = 2e-4
      #expect(abs(Double(hits[rank].score) - entry.score) < tolerance)
      // At the cut, which of several documents with one score are in depends on their order.
      let own = scores[entry.id] ?? last
      #expect(abs(own - entry.score) < tolerance)
    }
  }

  private func readReference(
    _ name: String
  ) throws -> [String: [(id: String, score: Double)]] {
    let file = try FileBytes(path: TestData.reference.appending(path: "runs/" + name).path)
    let text = file.withBytes { String(decoding: $0, as: UTF8.self) }
    var runs: [String: [(id: String, score: Double)]] = [:]
    for line in text.split(separator: "\n") {
      let columns = line.split(separator: " ")
      let score: Double = try #require(Double(columns[4]))
      runs[String(columns[0]), default: []].append((String(columns[2]), score))
    }
    return runs
  }
}
