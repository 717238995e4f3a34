// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernels
import Retrieval
import SparseRetrieval
import TestSupport
import Testing

@testable import LearnedSparse

@Suite struct `A Seismic index` {
  private func write(
    _ random: RandomImpacts, _ options: SeismicOptions, threads: Int = 1, memory: Int = 1 << 29,
    weights: ImpactStorage.Weights = .float32, in folder: String
  ) async throws -> String {
    var builder = SeismicBuilder(
      documents: try random.impacts(in: folder), weights: weights, options: options,
      threads: threads)
    builder.memory = memory
    let path = folder + "/seismic-\(threads)-\(memory)"
    try await builder.write(path, folder: folder)
    return path
  }

  private func search(
    _ search: SeismicSearch, _ rows: ImpactRows, _ query: Int, _ scratch: SeismicScratch
  ) -> [Found] {
    search.run(ImpactQuery(rows, query), scratch)
    var found: [Found] = []
    scratch.top.drain { found.append(Found(document: Int($0), score: $1)) }
    return found
  }

  private var exhaustive: SeismicOptions {
    var options = SeismicOptions()
    options.postings = .max
    options.queryCut = .max
    options.heapFactor = 0
    return options
  }

  @Test(arguments: [(11, 200), (12, 70_000)], ImpactStorage.Weights.allCases)
  func `that looks at everything finds what scoring every document finds, to the bit`(
    shape: (seed: UInt64, terms: Int), weights: ImpactStorage.Weights
  ) async throws {
    let random = RandomImpacts(
      seed: shape.seed, documents: 300, queries: 6, terms: shape.terms, length: 70)
    try await withTemporaryFolder { folder in
      let path = try await write(random, exhaustive, weights: weights, in: folder)
      let index = try SeismicIndex(path)
      #expect(index.postingCount == random.documents.reduce(0) { $0 + $1.count })
      let rows = try RandomImpacts.rows(random.queries)
      let codec = WeightCodec(
        largest: random.documents.flatMap(\.values).max() ?? 0)
      for set in InstructionSet.available {
        let scratch = SeismicScratch(index, set)
        for query in random.queries.indices {
          for k in [1, 10, 300] {
            let found = search(
              SeismicSearch(index: index, k: k, queryCut: .max, heapFactor: 0), rows, query,
              scratch)
            let expected =
              weights == .float32
              ? random.bruteForce(query, k: k)
              : random.bruteForce(
                query, k: k, weight: { Float(codec.code($0)) }, factor: codec.step)
            #expect(found == expected)
          }
        }
      }
    }
  }

  @Test func `is the same file on one thread and on several, with much memory and with little`()
    async throws
  {
    let random = RandomImpacts(seed: 3, documents: 400, queries: 1, terms: 300, length: 40)
    try await withTemporaryFolder { folder in
      var options = SeismicOptions()
      options.postings = 50
      let one = try await write(random, options, in: folder)
      let bytes = try Data(contentsOf: URL(filePath: one))
      for (threads, memory) in [(3, 1 << 29), (1, 4000), (2, 1)] {
        let other = try await write(
          random, options, threads: threads, memory: memory, in: folder)
        #expect(try Data(contentsOf: URL(filePath: other)) == bytes)
      }
    }
  }

  @Test func `finds most of the best with usual settings, and scores them right`() async throws {
    let random = RandomImpacts(seed: 4, documents: 600, queries: 20, terms: 400, length: 60)
    try await withTemporaryFolder { folder in
      let index = try SeismicIndex(try await write(random, SeismicOptions(), in: folder))
      let rows = try RandomImpacts.rows(random.queries)
      let scratch = SeismicScratch(index)
      var (hits, wanted) = (0, 0)
      for query in random.queries.indices {
        let found = search(
          SeismicSearch(index: index, k: 10, queryCut: 10, heapFactor: 0.8), rows, query, scratch)
        let all = random.bruteForce(query, k: 600)
        #expect(Set(all).isSuperset(of: found))
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        hits += Set(all.prefix(10)).intersection(found).count
        wanted += min(10, all.count)
      }
      #expect(Double(hits) >= 0.9 * Double(wanted))
    }
  }

  @Test func `keeps the heaviest postings of a list, and cuts it into the blocks it should`()
    async throws
  {
    var random = RandomImpacts(seed: 5, documents: 0, queries: 0, terms: 1, length: 1)
    for row in 0..<100 {
      var vector: [UInt32: Float] = [7: Float(row % 50 + 1)]
      vector[UInt32(10 + row % 3)] = 1
      random.documents.append(vector)
    }
    try await withTemporaryFolder { folder in
      var options = SeismicOptions()
      options.postings = 30
      options.blockShare = 0.2
      let index = try SeismicIndex(try await write(random, options, in: folder))
      #expect(index.lists[8] == index.lists[7] + 1)
      let part = index.parts[Int(index.lists[7])]
      let first = Int(part.firstBlock)
      let blocks = first..<(first + Int(part.blockCount))
      #expect((1...7).contains(blocks.count))
      let places = Int(index.blocks[blocks.lowerBound])..<Int(index.blocks[blocks.upperBound])
      let documents = Set(places.map { Int(index.documents[$0]) })
      #expect(documents == Set(35..<50).union(85..<100))
      // Documents of a block share the term that tells them apart.
      for block in blocks {
        let own = Int(index.blocks[block])..<Int(index.blocks[block + 1])
        #expect(Set(own.map { index.documents[$0] % 3 }).count == 1 || own.count == 30)
      }
    }
  }

  @Test func `scores candidates, and documents without any term, as the exact index does`()
    async throws
  {
    var random = RandomImpacts(seed: 8, documents: 200, queries: 4, terms: 100, length: 20)
    random.documents[17] = [:]
    try await withTemporaryFolder { folder in
      let workspace = Workspace(folder: folder, threads: 2)
      let names = random.documents.indices.reversed().map { "d\($0)" }
      let queries = random.queries.indices.map {
        Query(id: "q\($0)", text: "", candidates: names)
      }
      var rankings: [[Ranking]] = []
      for method in [ImpactStorage.Method.exact, .seismic(SeismicOptions())] {
        let index = try await LearnedSparseIndex(
          try random.impacts(in: folder), ImpactStorage(method: method), in: workspace)
        #expect(index.sizeOnDisk > 0)
        rankings.append(try await index.search(queries, depth: 1000))
      }
      #expect(rankings[0] == rankings[1])
      #expect(rankings[0].allSatisfy { $0.count == 200 })
    }
  }

  @Test func `of documents without any term finds nothing`() async throws {
    var random = RandomImpacts(seed: 5, documents: 3, queries: 1, terms: 10, length: 5)
    random.documents = [[:], [:], [:]]
    random.queries = [[0: 1, 3: 2]]
    try await withTemporaryFolder { folder in
      let index = try await LearnedSparseIndex(
        try random.impacts(in: folder), ImpactStorage(method: .seismic(SeismicOptions())),
        in: Workspace(folder: folder, threads: 1))
      #expect(try await index.search([Query(id: "q0", text: "")], depth: 5)[0].count == 0)
    }
  }
}
