// SPDX-License-Identifier: Apache-2.0

import DenseRetrieval
import Foundation
import Retrieval
import TestSupport
import Testing
import VectorSearch

@Suite struct `Vectors from other programs` {
  private static let documents = [
    Document(id: "north", text: ""), Document(id: "east", text: ""),
    Document(id: "south", text: ""),
  ]
  private static let lines = [
    #"{"id": "south", "vector": [0, -1]}"#, #"{"id": "north", "vector": [0, 1]}"#,
    #"{"id": "east", "vector": [1, 0]}"#, #"{"id": "elsewhere", "vector": [-1, 0]}"#,
  ]
  private static let query = #"{"id": "q", "vector": [0.5, 1]}"#

  private func write(_ lines: [String], _ path: String) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
  }

  private func search(
    _ files: VectorImport, _ storage: VectorStorage, in folder: String, query: String = "q"
  ) async throws -> Ranking {
    let card = RetrieverCard(family: "dense", name: "dense", parameters: [:], summary: "")
    let retriever = DenseRetriever(card: card, vectors: files, storage: storage)
    let index = try await retriever.index(
      InMemoryCorpus(Self.documents), in: Workspace(folder: folder, threads: 1), progress: .none)
    return try await index.search([Query(id: query, text: "")], depth: 3)[0]
  }

  @Test(arguments: [VectorFormat.float32, .bfloat16])
  func `belong to documents by identifier, in any order, and others are left out`(
    format: VectorFormat
  ) async throws {
    try await withTemporaryFolder { folder in
      try write(Self.lines, folder + "/d.jsonl")
      try write([Self.query], folder + "/q.jsonl")
      let files = try VectorImport(
        documents: folder + "/d.jsonl", documentIDs: nil, queries: folder + "/q.jsonl",
        queryIDs: nil)
      #expect(files.dimensions == 2)
      let ranking = try await search(
        files, VectorStorage(format: format, similarity: .innerProduct), in: folder)
      #expect(Array(ranking.documents) == ["north", "east", "south"])
      #expect(ranking.scores == [1, 0.5, -1])
    }
  }

  @Test func `follow the corpus where they have no identifiers`() async throws {
    try await withTemporaryFolder { folder in
      let rows: [[Float]] = [[0, 1], [1, 0], [0, -1]]
      var file = Data()
      for row in rows {
        withUnsafeBytes(of: Int32(2)) { file.append(contentsOf: $0) }
        row.withUnsafeBytes { file.append(contentsOf: $0) }
      }
      try file.write(to: URL(filePath: folder + "/d.fvecs"))
      try write([Self.query], folder + "/q.jsonl")
      let files = try VectorImport(
        documents: folder + "/d.fvecs", documentIDs: nil, queries: folder + "/q.jsonl",
        queryIDs: nil)
      let ranking = try await search(
        files, VectorStorage(similarity: .innerProduct), in: folder)
      #expect(Array(ranking.documents) == ["north", "east", "south"])
      try write(["x", "y", "z"], folder + "/ids")
      let named = try VectorImport(
        documents: folder + "/d.fvecs", documentIDs: folder + "/ids",
        queries: folder + "/q.jsonl", queryIDs: nil)
      #expect(named.facts["document-ids"] != nil && named.facts != files.facts)
      await #expect(throws: DataError.self) {
        try await search(named, VectorStorage(), in: folder)
      }
    }
  }

  @Test func `that are missing or do not fit are named`() async throws {
    try await withTemporaryFolder { folder in
      try write(Array(Self.lines.dropFirst()), folder + "/d.jsonl")
      try write([Self.query], folder + "/q.jsonl")
      try write([#"{"id": "q", "vector": [1, 2, 3]}"#], folder + "/three.jsonl")
      func open(_ documents: String, _ queries: String) throws -> VectorImport {
        try VectorImport(
          documents: folder + documents, documentIDs: nil, queries: folder + queries,
          queryIDs: nil)
      }
      let error = #expect(throws: DataError.self) { try open("/d.jsonl", "/three.jsonl") }
      #expect(
        error?.problem
          == "found vectors of 3 values, expected 2, as those of the documents have")
      let files = try open("/d.jsonl", "/q.jsonl")
      let missing = await #expect(throws: DataError.self) {
        try await search(files, VectorStorage(), in: folder)
      }
      #expect(
        missing?.problem
          == "found no vector of document \"south\", expected one for each of the corpus")
      try write(Self.lines, folder + "/d.jsonl")
      let all = try open("/d.jsonl", "/q.jsonl")
      let query = await #expect(throws: DataError.self) {
        try await search(all, VectorStorage(), in: folder, query: "r")
      }
      #expect(
        query?.problem == "found no vector of query \"r\", expected one for each of the task")
    }
  }
}
