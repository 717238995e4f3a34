// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import TextAnalysis

@testable import SparseRetrieval

@Suite struct `Indexes that were built in runs` {
  private static let collection = RandomCollection(
    seed: 11, documents: 500, words: 600, lengths: 0...60, queries: 0)

  private var documents: [Document] {
    var documents = Self.collection.documents
    for row in documents.indices where row % 3 > 0 {
      documents[row].title = "title w\(row % 17) \(String(repeating: "long", count: row % 40))"
    }
    return documents
  }

  private func file(
    _ corpus: any Corpus, fields: IndexedFields, threads: Int, memory: Int?,
    function: RankingFunction = .lucene
  ) async throws -> Data {
    try await withFolder { folder in
      let configuration = IndexConfiguration(
        analyzer: "lucene-english", fields: fields, function: function)
      var builder = IndexBuilder(
        configuration: configuration, analyzer: try Analyzer(named: configuration.analyzer),
        threads: threads)
      if let memory { builder.memory = memory }
      builder.longThreshold = 200
      _ = try await SparseIndex.build(
        corpus, builder, in: Workspace(folder: folder, threads: threads))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder) == [SparseIndex.fileName])
      return try Data(contentsOf: URL(filePath: folder + "/" + SparseIndex.fileName))
    }
  }

  @Test(arguments: IndexedFields.allCases, [1, 2, 3, 4])
  func `have the bytes of one built in memory, and leave no runs behind`(
    fields: IndexedFields, threads: Int
  ) async throws {
    let corpus = BatchedCorpus(documents: documents, batchSize: 9)
    let whole = try await file(corpus, fields: fields, threads: 1, memory: nil)
    for memory in [0, 1 << 20, 5 << 20] {
      let built = try await file(corpus, fields: fields, threads: threads, memory: memory)
      #expect(built == whole, "\(memory) bytes")
    }
  }

  @Test func `have the same bytes for exact lengths too`() async throws {
    let corpus = BatchedCorpus(documents: documents, batchSize: 50)
    let function = RankingFunction.dirichlet(mu: 1000)
    let whole = try await file(
      corpus, fields: .flat, threads: 1, memory: nil, function: function)
    let built = try await file(corpus, fields: .flat, threads: 3, memory: 0, function: function)
    #expect(built == whole)
  }

  @Test func `find an id twice in two runs`() async throws {
    var documents = documents
    documents[401].id = documents[77].id
    let error = await #expect(throws: DataError.self) {
      try await file(
        BatchedCorpus(documents: documents, batchSize: 13), fields: .flat, threads: 2, memory: 0)
    }
    #expect(error?.problem.contains("as documents 78 and 402") == true)
  }

  @Test func `need a folder that can be written`() async throws {
    let configuration = IndexConfiguration.words(.lucene)
    let builder = IndexBuilder(
      configuration: configuration, analyzer: try Analyzer(named: configuration.analyzer),
      threads: 1, memory: 0)
    let error = await #expect(throws: DataError.self) {
      try await SparseIndex.build(
        InMemoryCorpus(documents), builder, in: Workspace(folder: "/nonexistent", threads: 1))
    }
    #expect(error?.code == .unwritable)
    #expect(error?.file == "/nonexistent")
  }

  @Test func `the workspace's memory is what decides`() async throws {
    try await withFolder { folder in
      let configuration = IndexConfiguration.words(.lucene)
      let corpus = BatchedCorpus(documents: documents, batchSize: 100)
      var indexes: [[SparseIndex.Hit]] = []
      for memory in [nil, 0] {
        let index = try await SparseIndex.build(
          corpus, configuration, in: Workspace(folder: folder, threads: 2, memory: memory))
        indexes.append(index.search("w1 w5 w30", depth: 50))
      }
      #expect(indexes[0] == indexes[1])
      #expect(indexes[0].count == 50)
    }
  }
}
