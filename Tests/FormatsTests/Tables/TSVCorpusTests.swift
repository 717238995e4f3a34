// SPDX-License-Identifier: Apache-2.0

import Compression
import Retrieval
import TestSupport
import Testing

@testable import Formats

/// Documents of tab-separated files, wherever chunks are cut.
struct TSVCorpusTests {
  private static let content =
    "pid\ttext\r\n0\ta \"b\", c\n\n1\t\r\n2\tNULL\n \n3\t中文\t\n4\tlast"

  @Test func `chunks of any size give the same documents and lines`() throws {
    let table = TSVTable(["pid", "text"], hasHeader: true, missingText: .asNA)
    let content = Self.content.replacing("\t\n", with: "\n")
    let expected = [
      Document(id: "0", text: "a \"b\", c"), Document(id: "1", text: "NA"),
      Document(id: "2", text: "NA"), Document(id: "3", text: "中文"), Document(id: "4", text: "last"),
    ]
    for bytes in [Array(content.utf8), try packed(Array(content.utf8), .zstd)] {
      try withFile("collection.tsv", bytes) { path in
        for size in [1, 2, 9, 10, 11, 20, 1000] {
          let corpus = try TSVCorpus(path: path, table, chunkSize: size)
          #expect(try documents(corpus) == expected, "chunks of \(size)")
          let lines = (0...5).map { corpus.place(ofDocument: $0)?.line }
          #expect(lines == [2, 4, 5, 7, 8, nil], "chunks of \(size)")
        }
      }
    }
  }

  @Test func `columns have their roles, and nothing is quoted`() throws {
    let table = TSVTable(["docid", "url", "title", "body"], title: 2, text: 3)
    try withFile("docs.tsv", "D1\thttp://x\t\"T\t\"\"body\"\n") { path in
      let found = try documents(TSVCorpus(path: path, table))
      #expect(found == [Document(id: "D1", title: "\"T", text: "\"\"body\"")])
    }
  }

  @Test func `bytes that are not UTF-8 are named, and the line of a fault in a later chunk`() throws
  {
    let table = TSVTable(["pid", "text"])
    try withFile("a.tsv", Array("0\tx\n1\ty".utf8) + [0xC3]) { path in
      let error = try dataError { _ = try documents(TSVCorpus(path: path, table, chunkSize: 1)) }
      #expect(error.line == 2)
      #expect(error.problem.contains("expected valid UTF-8"))
    }
    let many = String(repeating: "0\tx\n", count: 50_000) + "no tab\n"
    try withFile("a.tsv", many) { path in
      let error = try dataError { _ = try documents(TSVCorpus(path: path, table, chunkSize: 999)) }
      #expect(error.line == 50_001)
    }
  }

  @Test func `several threads read each document once`() async throws {
    let content = (0..<20_000).map { "\($0)\ttext \($0)\n" }.joined()
    try await withTemporaryFolder { folder in
      let path = folder + "/a.tsv"
      try writeFile(path) { try $0.write(content) }
      let reader = try TSVCorpus(path: path, TSVTable(["pid", "text"]), chunkSize: 777).makeReader()
      let batches = try await withThrowingTaskGroup(of: [DocumentBatch].self) { group in
        for _ in 0..<4 {
          group.addTask {
            var batches: [DocumentBatch] = []
            while let batch = try reader.nextBatch() { batches.append(batch) }
            return batches
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      let sorted = batches.sorted { $0.ordinal < $1.ordinal }
      #expect(sorted.map(\.ordinal) == Array(sorted.indices))
      let ids = sorted.flatMap { batch in batch.entries.indices.map { batch[$0].id } }
      #expect(ids == (0..<20_000).map(String.init))
    }
  }
}

/// All documents of a corpus, by one thread.
func documents(_ corpus: any Corpus) throws -> [Document] {
  let reader = try corpus.makeReader()
  var documents: [Document] = []
  while let batch = try reader.nextBatch() {
    documents += batch.entries.indices.map { batch[$0] }
  }
  return documents
}
