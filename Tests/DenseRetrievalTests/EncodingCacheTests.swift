// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import VectorSearch

@testable import DenseRetrieval

@Suite struct `Vectors that were computed before` {
  private let documents = (0..<2000).map {
    Document(
      id: "d\($0)", title: $0 % 3 == 0 ? "Title" : "",
      text: "\(Character(Unicode.Scalar(97 + UInt8($0 % 26)))) word number \($0) of the corpus")
  }

  private func index(
    _ documents: [Document], _ encoder: WordEncoder, cache: String, in folder: String
  ) async throws -> any SearchIndex {
    let card = RetrieverCard(family: "dense", name: "dense", parameters: [:], summary: "")
    let retriever = DenseRetriever(
      card: card, encoder: encoder, cache: EncodingCache(folder: cache, facts: encoder.facts),
      storage: VectorStorage(similarity: .innerProduct))
    return try await retriever.index(
      InMemoryCorpus(documents), in: Workspace(folder: folder, threads: 2), progress: .none)
  }

  private let queries = [Query(id: "1", text: "alpha tango"), Query(id: "2", text: "n n")]

  @Test func `are not computed again, and rank the same`() async throws {
    try await withTemporaryFolder { folder in
      let encoder = WordEncoder()
      let first = try await index(documents, encoder, cache: folder + "/cache", in: folder)
      #expect(encoder.encoded == 2000)
      #expect(first.statistics["documents.fromCache"] == 0)
      let second = try await index(documents, encoder, cache: folder + "/cache", in: folder)
      #expect(encoder.encoded == 2000)
      #expect(second.statistics["documents.fromCache"] == 2000)
      let rankings = try await first.search(queries, depth: 100)
      #expect(try await second.search(queries, depth: 100) == rankings)
      #expect(rankings[0].count == 100)
    }
  }

  @Test func `are computed again where the texts around them changed, and nowhere else`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let encoder = WordEncoder()
      _ = try await index(documents, encoder, cache: folder + "/cache", in: folder)
      var changed = documents
      changed[1000].text = "another text"
      let again = try await index(changed, encoder, cache: folder + "/cache", in: folder)
      let fresh = encoder.encoded - 2000
      #expect((1...2 * TextChunks.most).contains(fresh) && fresh < 2000)
      #expect(again.statistics["documents.fromCache"] == 2000 - fresh)
    }
  }

  @Test func `belong to one encoder`() async throws {
    try await withTemporaryFolder { folder in
      let old = WordEncoder(version: "1")
      let new = WordEncoder(version: "2")
      _ = try await index(documents, old, cache: folder + "/cache", in: folder)
      _ = try await index(documents, new, cache: folder + "/cache", in: folder)
      #expect(new.encoded == 2000)
    }
  }

  @Test func `are computed again where a file is damaged, which is told`() async throws {
    try await withTemporaryFolder { folder in
      let encoder = WordEncoder()
      let whole = try await index(documents, encoder, cache: folder + "/cache", in: folder)
      let files = try #require(
        FileManager.default.enumerator(atPath: folder + "/cache")?.compactMap { $0 as? String }
          .map { folder + "/cache/" + $0 }
          .filter { (try? Data(contentsOf: URL(filePath: $0))) != nil })
      #expect(files.count > 2)
      var bytes = try Data(contentsOf: URL(filePath: files[1]))
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: URL(filePath: files[1]))
      let mended = try await index(documents, encoder, cache: folder + "/cache", in: folder)
      #expect(mended.statistics["cache.damagedChunks"] == 1)
      #expect(
        try await mended.search(queries, depth: 50) == whole.search(queries, depth: 50))
      let again = try await index(documents, encoder, cache: folder + "/cache", in: folder)
      #expect(again.statistics["cache.damagedChunks"] == 0)
    }
  }

  @Test func `come with what was read of the texts and what was not`() async throws {
    try await withTemporaryFolder { folder in
      let found = try await index(
        [
          Document(id: "short", text: "two words"), Document(id: "exact", text: "a b c d"),
          Document(id: "long", title: "one", text: "two three four five six"),
        ], WordEncoder(), cache: folder + "/cache", in: folder)
      _ = try await found.search(
        [Query(id: "q", text: " a b c d e "), Query(id: "r", text: "x")], depth: 1)
      let expected = [
        "documents.truncated": 1, "documents.tokens": 12, "documents.tokensDropped": 2,
        "queries.truncated": 1, "queries.tokens": 6, "queries.tokensDropped": 1,
      ]
      for (name, count) in expected { #expect(found.statistics[name] == count, "\(name)") }
      #expect(found.tokenCount(ofDocument: "long") == 6)
      #expect(found.tokenCount(ofDocument: "nobody") == nil)
    }
  }
}
