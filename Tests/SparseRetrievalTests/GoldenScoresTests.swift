// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import Testing

@testable import SparseRetrieval

@Suite struct `Scores of the ranking functions` {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "Golden")

  /// By query, the scores of all documents with a term of it.
  private func golden(_ variant: String) throws -> [String: [String: Double]] {
    let file = try String(
      contentsOf: Self.folder.appending(path: "scores.tsv"), encoding: .utf8)
    var scores: [String: [String: Double]] = [:]
    for line in file.split(separator: "\n").dropFirst() {
      let columns = line.split(separator: "\t").map(String.init)
      guard columns[0] == variant else { continue }
      let score: Double = try #require(Double(columns[3]))
      scores[columns[1], default: [:]][columns[2]] = score
    }
    return scores
  }

  private static let functions: [(String, RankingFunction)] =
    RankingFunction.BM25Variant.allCases.map { variant in
      let delta: Float = variant == .bm25L ? 0.5 : variant == .bm25Plus ? 1 : 0
      return (variant.rawValue, .bm25(variant, k1: 0.9, b: 0.4, delta: delta))
    } + [
      ("dirichlet", .dirichlet(mu: 1000)), ("jelinek-mercer", .jelinekMercer(lambda: 0.1)),
    ]

  @Test(arguments: functions, SparseIndex.Strategy.allCases)
  func `are those of bm25s and of Lucene's definitions, for exactly the matching documents`(
    _ function: (name: String, value: RankingFunction), strategy: SparseIndex.Strategy
  ) async throws {
    let golden = try golden(function.name)
    try await withFolder { folder in
      let index = try await SparseIndex.build(
        BEIRCorpus(path: Self.folder.appending(path: "corpus.jsonl").path),
        .words(function.value), in: Workspace(folder: folder, threads: 1))
      for query in try readBEIRQueries(path: Self.folder.appending(path: "queries.jsonl").path) {
        let expected = try #require(golden[query.id])
        let hits = index.search(query.text, depth: 1000, strategy: strategy)
        #expect(hits.count == expected.count)
        for hit in hits {
          let score = try #require(expected[index.identifier(of: hit.document)])
          #expect(abs(Double(hit.score) - score) <= 2e-5 * max(1, score))
        }
      }
    }
  }
}
