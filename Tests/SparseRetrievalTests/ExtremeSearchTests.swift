// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernels
import Retrieval
import TestSupport
import Testing
import TextAnalysis

@testable import SparseRetrieval

/// What is rare in practice and legal: odd parameters, odd collections, odd queries.
@Suite struct `Faster search at the edges` {
  /// Every variant with every combination of the outermost parameters.
  static let functions: [RankingFunction] =
    RankingFunction.BM25Variant.allCases.flatMap { variant in
      [Float(0), 0.9, 1e30].flatMap { k1 in
        [Float(0), 1].map { b in
          .bm25(variant, k1: k1, b: b, delta: variant == .bm25Plus ? b : 0)
        }
      }
    } + [.dirichlet(mu: 1e-30), .dirichlet(mu: 1e30), .jelinekMercer(lambda: 1e-30)]

  /// Two fields, one of them mostly empty; documents without any term; a term in all others.
  private func documents(seed: UInt64) -> [Document] {
    let collection = RandomCollection(
      seed: seed, documents: 900, words: 40, lengths: 0...12, queries: 0)
    var documents = collection.documents
    for row in documents.indices where row % 11 != 0 {
      documents[row].text += " everywhere"
      if row % 5 == 0 { documents[row].title = "w0 w1 everywhere" }
    }
    return documents
  }

  private func index(
    _ documents: [Document], _ function: RankingFunction, fields: IndexedFields = .flat,
    in folder: String
  ) async throws -> SparseIndex {
    var builder = IndexBuilder(
      configuration: IndexConfiguration(
        analyzer: "whitespace", fields: fields, function: function),
      analyzer: try Analyzer(named: "whitespace"), threads: 1)
    builder.longThreshold = 150
    return try await SparseIndex.build(
      InMemoryCorpus(documents), builder, in: Workspace(folder: folder, threads: 1))
  }

  private static let queries: [String] = {
    var generator = SeededGenerator(seed: 77)
    func words(_ count: Int) -> String {
      (0..<count).map { _ in "w\(Int.random(in: 0..<60, using: &generator))" }
        .joined(separator: " ")
    }
    return [
      "", "nowhere", "everywhere", "everywhere w0", "w0 w0 w0 w1", "w30 everywhere everywhere",
      words(3), words(20), words(500),
    ]
  }()

  @Test(arguments: functions)
  func `returns what exhaustive search returns on every machine`(
    function: RankingFunction
  ) async throws {
    try await withFolder { folder in
      for fields in IndexedFields.allCases {
        let index = try await index(documents(seed: 6), function, fields: fields, in: folder)
        for query in Self.queries {
          for depth in [-1, 1, 10, 101, 1_000_000] {
            let expected = index.search(query, depth: depth, strategy: .exhaustive, on: .plain)
            #expect(expected.allSatisfy { $0.score >= 0 && $0.score.isFinite })
            for set in InstructionSet.available {
              for strategy in SparseIndex.Strategy.allCases {
                let found = index.search(query, depth: depth, strategy: strategy, on: set)
                #expect(
                  found == expected, "\(query), depth \(depth), \(strategy), \(set), \(fields)")
              }
            }
          }
        }
      }
    }
  }

  @Test(arguments: RankingFunction.BM25Variant.allCases)
  func `finds the only document of a collection`(
    variant: RankingFunction.BM25Variant
  ) async throws {
    try await withFolder { folder in
      let index = try await index(
        [Document(id: "only", text: "a a b")], .bm25(variant, k1: 0.9, b: 0.4, delta: 1),
        in: folder)
      for query in ["a", "a b", "a a a", "a c"] {
        #expect(index.search(query, depth: 1000).map(\.document) == [0])
      }
      #expect(index.search("c", depth: 10).isEmpty)
    }
  }
}
