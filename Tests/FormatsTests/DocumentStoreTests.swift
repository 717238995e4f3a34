// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import Formats

@Suite struct `A document store` {
  /// Documents of all sizes, none of whose ids is a prefix of another only.
  private func documents(_ count: Int, seed: UInt64) -> [Document] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { row in
      let length = Int.random(in: 0...8, using: &generator)
      let long = row % 97 == 0 ? 20_000 : 60
      return Document(
        id: row % 5 == 0 ? "späte-\(row)" : "\(row)",
        title: row % 3 == 0 ? "" : "Title \(row)",
        text: (0..<(length * long / 8)).map { _ in
          ["wing ", "Flügel ", "翼", "\u{0}"].randomElement(using: &generator) ?? ""
        }.joined())
    }
  }

  /// Hands documents out in batches of a size.
  private struct Batches: Corpus {
    let documents: [Document]
    let size: Int
    var expectedDocumentCount: Int? { nil }

    func makeReader() throws -> any CorpusReader { Reader(documents: documents, size: size) }

    private final class Reader: CorpusReader, @unchecked Sendable {
      let documents: [Document]
      let size: Int
      private let lock = NSLock()
      private var ordinal = 0

      init(documents: [Document], size: Int) {
        self.documents = documents
        self.size = size
      }

      func nextBatch() throws -> DocumentBatch? {
        let own = lock.withLock {
          defer { ordinal += 1 }
          return ordinal
        }
        guard own * size < documents.count else { return nil }
        var batch = DocumentBatch(ordinal: own)
        for document in documents[(own * size)..<min(documents.count, (own + 1) * size)] {
          batch.append(document)
        }
        return batch
      }
    }
  }

  @Test(arguments: [0, 1, 300, 5000])
  func `gives every document back by id and by position`(count: Int) async throws {
    let documents = documents(count, seed: 1)
    try await withTemporaryFolder { folder in
      let path = folder + "/documents"
      try await DocumentStore.build(
        from: Batches(documents: documents, size: 700), at: path, threads: 3)
      let store = try DocumentStore.open(path)
      #expect(store.count == count)
      #expect(try store.documents(ids: documents.map(\.id)) == documents)
      for (position, document) in documents.enumerated() where position % 41 == 0 {
        #expect(try store.document(id: document.id) == document)
        #expect(try store.document(at: position) == document)
      }
      #expect(try store.document(id: "no such") == nil)
      #expect(try store.document(id: "") == nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["documents"])
    }
  }

  @Test func `answers many ids in their order, absent and repeated ones included`() async throws {
    let documents = documents(900, seed: 2)
    try await withTemporaryFolder { folder in
      let path = folder + "/documents"
      try await DocumentStore.build(from: InMemoryCorpus(documents), at: path)
      let store = try DocumentStore.open(path)
      var generator = SeededGenerator(seed: 3)
      let rows = (0..<400).map { _ in Int.random(in: 0..<1000, using: &generator) }
      let found = try store.documents(
        ids: rows.map { $0 < 900 ? documents[$0].id : "absent-\($0)" })
      #expect(found == rows.map { $0 < 900 ? documents[$0] : nil })
    }
  }

  @Test func `has the same bytes whatever the number of threads`() async throws {
    let corpus = Batches(documents: documents(2000, seed: 4), size: 90)
    let files = try await withTemporaryFolder { folder in
      var files: [Data] = []
      for threads in [1, 2, 5] {
        try await DocumentStore.build(from: corpus, at: folder + "/d", threads: threads)
        files.append(try Data(contentsOf: URL(filePath: folder + "/d")))
      }
      return files
    }
    #expect(files[0] == files[1])
    #expect(files[0] == files[2])
  }

  @Test func `answers several threads at once`() async throws {
    let documents = documents(3000, seed: 5)
    try await withTemporaryFolder { folder in
      let path = folder + "/documents"
      try await DocumentStore.build(from: InMemoryCorpus(documents), at: path)
      let store = try DocumentStore.open(path)
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for thread in 0..<4 {
          group.addTask {
            try stride(from: thread, to: documents.count, by: 11).allSatisfy {
              try store.document(id: documents[$0].id) == documents[$0]
            }
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }
  }

  @Test func `is not made of a corpus with an id twice, and leaves nothing behind`() async throws {
    var documents = documents(100, seed: 6)
    documents[90].id = documents[3].id
    try await withTemporaryFolder { [documents] folder in
      let error = await #expect(throws: DataError.self) {
        try await DocumentStore.build(from: InMemoryCorpus(documents), at: folder + "/d")
      }
      #expect(error?.problem.hasSuffix("; they are documents 4 and 91") == true)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test func `cannot be written where there is no folder`() async throws {
    let error = await #expect(throws: DataError.self) {
      try await DocumentStore.build(from: InMemoryCorpus([]), at: "/nonexistent/d")
    }
    #expect(error?.code == .unwritable)
  }

  @Test func `that is missing, cut short or another file is refused`() async throws {
    let missing = try dataError { _ = try DocumentStore.open("/nonexistent/d") }
    #expect(missing.code == .missing)
    let documents = documents(300, seed: 7)
    try await withTemporaryFolder { folder in
      let path = folder + "/d"
      try await DocumentStore.build(from: InMemoryCorpus(documents), at: path)
      let whole = try Data(contentsOf: URL(filePath: path))
      for length in [0, 1, 15, 16, 63, 64, whole.count / 2, whole.count - 1] {
        try whole.prefix(length).write(to: URL(filePath: path))
        let error = try dataError { _ = try DocumentStore.open(path) }
        #expect(error.code == .malformed && error.file == "d")
      }
    }
  }

  @Test func `with a flipped bit gives the right document or an error`() async throws {
    let documents = documents(400, seed: 8)
    var generator = SeededGenerator(seed: 9)
    try await withTemporaryFolder { folder in
      let path = folder + "/d"
      try await DocumentStore.build(from: InMemoryCorpus(documents), at: path)
      let whole = try Data(contentsOf: URL(filePath: path))
      var refused = 0
      for _ in 0..<150 {
        var damaged = whole
        damaged[Int.random(in: 0..<whole.count, using: &generator)] ^=
          1 << UInt8.random(in: 0..<8, using: &generator)
        try damaged.write(to: URL(filePath: path))
        do throws(DataError) {
          let store = try DocumentStore.open(path)
          #expect(try store.documents(ids: documents.map(\.id)) == documents)
        } catch {
          #expect(error.code == .malformed && error.file == path)
          refused += 1
        }
      }
      #expect(refused > 140)
    }
  }
}
