// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import SparseRetrieval

@Suite struct `Index files` {
  private let collection = RandomCollection(
    seed: 3, documents: 900, words: 200, lengths: 1...40, queries: 10)

  private func build(
    _ corpus: any Corpus, threads: Int = 1, fields: IndexedFields = .flat, in folder: String
  ) async throws -> SparseIndex {
    try await SparseIndex.build(
      corpus,
      IndexConfiguration(analyzer: "lucene-english", fields: fields, function: .lucene),
      in: Workspace(folder: folder, threads: threads))
  }

  private func configuration(_ fields: IndexedFields = .flat) -> IndexConfiguration {
    IndexConfiguration(analyzer: "lucene-english", fields: fields, function: .lucene)
  }

  @Test(arguments: IndexedFields.allCases)
  func `have the same bytes whatever the number of threads`(fields: IndexedFields) async throws {
    var documents = collection.documents
    for row in documents.indices { documents[row].title = "title \(row % 7)" }
    let corpus = BatchedCorpus(documents: documents, batchSize: 13)
    let files = try await withFolder { folder in
      var files: [Data] = []
      for threads in [1, 2, 5] {
        _ = try await build(corpus, threads: threads, fields: fields, in: folder)
        files.append(try Data(contentsOf: URL(filePath: folder + "/" + SparseIndex.fileName)))
      }
      return files
    }
    #expect(files[0] == files[1])
    #expect(files[0] == files[2])
  }

  @Test func `answer as the index that was built`() async throws {
    try await withFolder { folder in
      let built = try await build(InMemoryCorpus(collection.documents), in: folder)
      let opened = try SparseIndex.open(folder + "/" + SparseIndex.fileName, configuration())
      #expect(opened.statistics == built.statistics)
      #expect(opened.sizeOnDisk == built.sizeOnDisk)
      for query in collection.queries {
        #expect(opened.search(query, depth: 20) == built.search(query, depth: 20))
      }
    }
  }

  @Test func `cut short at any length are refused`() async throws {
    try await withFolder { folder in
      _ = try await build(InMemoryCorpus(collection.documents), in: folder)
      let whole = try Data(contentsOf: URL(filePath: folder + "/" + SparseIndex.fileName))
      let path = folder + "/cut"
      let lengths = [0, 1, 15, 100, 4095, 4096, whole.count / 2, whole.count - 65]
      for length in lengths {
        try whole.prefix(length).write(to: URL(filePath: path))
        #expect(throws: DataError.self) { try SparseIndex.open(path, configuration()) }
      }
    }
  }

  @Test func `with a flipped bit are refused, or the bit does not matter`() async throws {
    var generator = SeededGenerator(seed: 4)
    try await withFolder { folder in
      let index = try await build(InMemoryCorpus(collection.documents), in: folder)
      let whole = try Data(contentsOf: URL(filePath: folder + "/" + SparseIndex.fileName))
      let path = folder + "/damaged"
      var refused = 0
      for _ in 0..<200 {
        var damaged = whole
        let position = Int.random(in: 0..<whole.count, using: &generator)
        damaged[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        try damaged.write(to: URL(filePath: path))
        do {
          let opened = try SparseIndex.open(path, configuration())
          for query in collection.queries {
            #expect(opened.search(query, depth: 9) == index.search(query, depth: 9))
          }
        } catch let error as DataError {
          #expect(error.file == path)
          refused += 1
        }
      }
      #expect(refused > 150)
    }
  }

  @Test func `of another configuration are refused with both named`() async throws {
    try await withFolder { folder in
      _ = try await build(InMemoryCorpus(collection.documents), in: folder)
      let path = folder + "/" + SparseIndex.fileName
      var other = configuration()
      other.function = .bm25(.lucene, k1: 1.2, b: 0.4, delta: 0)
      let error = #expect(throws: DataError.self) { try SparseIndex.open(path, other) }
      #expect(error?.problem.contains("k1=0.9") == true)
      #expect(error?.problem.contains("k1=1.2") == true)
      #expect(throws: DataError.self) { try SparseIndex.open(path, configuration(.multifield)) }
      let missing = #expect(throws: DataError.self) {
        try SparseIndex.open(folder + "/nowhere", configuration())
      }
      #expect(missing?.code == .missing)
    }
  }

  @Test func `are not left behind half written`() async throws {
    let documents = [Document(id: "a", text: "x"), Document(id: "a", text: "y")]
    try await withFolder { folder in
      await #expect(throws: DataError.self) {
        try await build(InMemoryCorpus(documents), in: folder)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test func `cannot be written where there is no folder`() async throws {
    let error = await #expect(throws: DataError.self) {
      try await build(InMemoryCorpus(collection.documents), in: "/nonexistent/folder")
    }
    #expect(error?.code == .unwritable)
  }
}
