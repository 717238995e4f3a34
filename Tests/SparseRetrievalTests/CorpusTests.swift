// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Testing

@testable import SparseRetrieval

@Suite struct `Indexing a corpus` {
  private func index(
    _ documents: [Document], fields: IndexedFields = .flat, analyzer: String = "lucene-english"
  ) async throws -> SparseIndex {
    try await withFolder { folder in
      try await SparseIndex.build(
        InMemoryCorpus(documents),
        IndexConfiguration(analyzer: analyzer, fields: fields, function: .lucene),
        in: Workspace(folder: folder, threads: 2))
    }
  }

  @Test func `an id that occurs twice is named`() async throws {
    let documents = ["a", "b", "c", "b"].map { Document(id: $0, text: "words") }
    let error = await #expect(throws: DataError.self) { try await index(documents) }
    #expect(
      error?.problem.hasPrefix("document id \"b\" occurs twice, as documents 2 and 4") == true)
  }

  @Test func `an empty corpus is an error`() async throws {
    let error = await #expect(throws: DataError.self) { try await index([]) }
    #expect(error?.problem == "holds no document, expected at least one")
  }

  @Test func `counts are those of the terms that are kept`() async throws {
    let documents = [
      Document(id: "1", title: "The cats", text: "cat and dog"),
      Document(id: "2", title: "", text: "the of and"),
      Document(id: "3", title: "Dogs", text: ""),
    ]
    let flat = try await index(documents)
    #expect(
      flat.statistics == ["documents": 3, "terms": 4, "uniqueTerms": 2, "postings": 3])
    let fields = try await index(documents, fields: .multifield)
    #expect(
      fields.statistics == [
        "documents": 3, "terms": 4, "uniqueTerms": 4, "postings": 4,
        "contents.terms": 2, "contents.uniqueTerms": 2, "contents.postings": 2,
        "title.terms": 2, "title.uniqueTerms": 2, "title.postings": 2,
      ])
  }

  @Test func `a document without terms is never found and counts as a document`() async throws {
    let index = try await index([
      Document(id: "empty", text: "the"), Document(id: "full", text: "whale"),
    ])
    #expect(index.search("whale the", depth: 10).map(\.document) == [1])
    #expect(index.search("the", depth: 10).isEmpty)
    #expect(index.search("", depth: 10).isEmpty)
    #expect(index.search("whale", depth: 0).isEmpty)
  }

  @Test func `a corpus of nothing but stop words answers every query with nothing`() async throws {
    let index = try await index([Document(id: "1", text: "the of and")])
    #expect(index.search("the whale", depth: 3).isEmpty)
    #expect(index.statistics["terms"] == 0)
  }

  @Test func `equal scores are ordered by position in the corpus`() async throws {
    let documents = (0..<50).map { Document(id: "\(99 - $0)", text: "same words") }
    let index = try await index(documents)
    for strategy in SparseIndex.Strategy.allCases {
      let hits = index.search("words", depth: 20, strategy: strategy)
      #expect(hits.map(\.document) == Array(0..<20))
    }
  }

  @Test func `a repeated query term weighs as often as it occurs`() async throws {
    let index = try await index([
      Document(id: "1", text: "whale ship"), Document(id: "2", text: "ship sea"),
    ])
    let once = try #require(index.search("whale", depth: 1).first).score
    #expect(index.search("whale whale", depth: 1).first?.score == 2 * once)
  }

  @Test func `title and text of a document meet in the flat field`() async throws {
    let index = try await index([
      Document(id: "1", title: "whale", text: "whale"), Document(id: "2", text: "sea sea"),
    ])
    #expect(index.statistics["postings"] == 2)
    #expect(index.search("whale", depth: 2).count == 1)
  }

  @Test func `progress ends at the number of documents`() async throws {
    let corpus = BatchedCorpus(
      documents: (0..<100).map { Document(id: "\($0)", text: "word") }, batchSize: 7)
    let seen = Counter()
    try await withFolder { folder in
      _ = try await SparseIndex.build(
        corpus, .words(.lucene), in: Workspace(folder: folder, threads: 3),
        progress: IndexingProgress { done in if done == 100 { _ = seen.add(1) } })
    }
    #expect(seen.add(0) == 1)
  }
}
