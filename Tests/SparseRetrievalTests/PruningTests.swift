// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import TextAnalysis

@testable import SparseRetrieval

@Suite struct `Faster search` {
  /// An index in which lists of 150 documents already count as long, so that small collections
  /// take every path.
  private func index(
    _ collection: RandomCollection, _ function: RankingFunction, in folder: String
  ) async throws -> SparseIndex {
    var builder = IndexBuilder(
      configuration: .words(function), analyzer: try Analyzer(named: "whitespace"), threads: 1)
    builder.longThreshold = 150
    return try await SparseIndex.build(
      InMemoryCorpus(collection.documents), builder, in: Workspace(folder: folder, threads: 1))
  }

  private static let functions: [RankingFunction] =
    RankingFunction.BM25Variant.allCases.map { .bm25($0, k1: 0.9, b: 0.4, delta: 0.5) } + [
      .bm25(.lucene, k1: 0, b: 0.4, delta: 0), .bm25(.luceneAccurate, k1: 2, b: 1, delta: 0),
      .dirichlet(mu: 100), .jelinekMercer(lambda: 0.5),
    ]

  @Test(arguments: functions)
  func `returns what exhaustive search returns, documents, order and scores`(
    function: RankingFunction
  ) async throws {
    let collection = RandomCollection(
      seed: 5, documents: 5000, words: 400, lengths: 2...30, queries: 40)
    try await withFolder { folder in
      let index = try await index(collection, function, in: folder)
      for query in collection.queries {
        for depth in [1, 10, 37, 100, 1000, 1001, 5000] {
          let exhaustive = index.search(query, depth: depth, strategy: .exhaustive)
          for strategy in [SparseIndex.Strategy.impacts, .pruned] {
            let found = index.search(query, depth: depth, strategy: strategy)
            #expect(found == exhaustive, "\(query), depth \(depth), \(strategy)")
          }
        }
      }
    }
  }

  @Test(arguments: UInt64(0)..<6)
  func `is exact where most scores tie`(seed: UInt64) async throws {
    let collection = RandomCollection(
      seed: seed, documents: 3000, words: 6 + Int(seed) * 5, lengths: 1...4, queries: 25)
    try await withFolder { folder in
      let index = try await index(collection, .lucene, in: folder)
      for query in collection.queries {
        for depth in [1, 10, 100, 1000] {
          let exhaustive = index.search(query, depth: depth, strategy: .exhaustive)
          for strategy in [SparseIndex.Strategy.impacts, .pruned] {
            #expect(index.search(query, depth: depth, strategy: strategy) == exhaustive)
          }
        }
      }
    }
  }

  @Test(arguments: UInt64(0)..<4)
  func `is exact against scores computed from the texts alone`(seed: UInt64) async throws {
    let collection = RandomCollection(
      seed: 100 + seed, documents: 700, words: 60, lengths: 1...60, queries: 20)
    let oracle = LuceneOracle(collection.documents)
    try await withFolder { folder in
      let index = try await index(collection, .lucene, in: folder)
      for query in collection.queries {
        let expected = oracle.ranking(query)
        for depth in [1, 10, 500] {
          for strategy in SparseIndex.Strategy.allCases {
            let hits = index.search(query, depth: depth, strategy: strategy)
            #expect(hits.map(\.document) == expected.prefix(depth).map(\.document))
            #expect(hits.map(\.score) == expected.prefix(depth).map(\.score))
          }
        }
      }
    }
  }

  @Test func `of several threads at once gives each its own result`() async throws {
    let collection = RandomCollection(
      seed: 8, documents: 2000, words: 100, lengths: 2...20, queries: 60)
    try await withFolder { folder in
      let index = try await SparseIndex.build(
        InMemoryCorpus(collection.documents), .words(.lucene),
        in: Workspace(folder: folder, threads: 4))
      let queries = collection.queries.enumerated().map { Query(id: "q\($0)", text: $1) }
      let rankings = try await index.search(queries, depth: 50)
      #expect(rankings.map(\.queryID) == queries.map(\.id))
      for (query, ranking) in zip(queries, rankings) {
        let hits = index.search(query.text, depth: 50)
        #expect(Array(ranking.documents) == hits.map { index.identifier(of: $0.document) })
        #expect(ranking.scores == hits.map { Double($0.score) })
      }
    }
  }
}

/// Lucene's BM25 from its definition, over words between spaces, without any index.
private struct LuceneOracle {
  private let frequencies: [[String: Int]]
  private let lengths: [UInt32]

  init(_ documents: [Document]) {
    let words = documents.map { $0.text.split(separator: " ").map(String.init) }
    frequencies = words.map { $0.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    lengths = words.map { UInt32($0.count) }
  }

  func ranking(_ query: String) -> [(document: Int, score: Float)] {
    var terms: [String] = []
    let words = query.split(separator: " ").map(String.init)
    for word in words where !terms.contains(word) { terms.append(word) }
    let n = Double(lengths.count)
    let mean = Float(Double(lengths.reduce(0) { $0 + Int($1) }) / n)
    var sums: [Int: Double] = [:]
    for term in terms {
      let df = Double(frequencies.count { $0[term] != nil })
      let boost = Float(words.count { $0 == term })
      let odds: Double = (n - df + 0.5) / (df + 0.5)
      let weight = boost * Float(log(1 + odds))
      for (document, counts) in frequencies.enumerated() {
        guard let frequency = counts[term] else { continue }
        let length = Float(LossyLength.decode(LossyLength.encode(lengths[document])))
        let inverse: Float = 1 / (0.9 * ((1 - 0.4) + 0.4 * length / mean))
        sums[document, default: 0] += Double(weight - weight / (1 + Float(frequency) * inverse))
      }
    }
    return sums.map { ($0.key, Float($0.value)) }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
  }
}
