// SPDX-License-Identifier: Apache-2.0

import Compression
import Foundation
import Retrieval
import Synchronization
import TestSupport
import Testing

@testable import Formats

struct BEIRCorpusTests {
  @Test func `fields come in any order, others are ignored`() throws {
    let lines = #"""
      {"_id": "1", "title": "One", "text": "first"}
      {"text": "second", "metadata": {"url": ["x"]}, "_id": "2", "title": "Two"}
      """#
    #expect(
      try documents(lines) == [
        Document(id: "1", title: "One", text: "first"),
        Document(id: "2", title: "Two", text: "second"),
      ])
  }

  @Test func `a title may be absent or null, an id may be a number or called id`() throws {
    let lines = #"""
      {"_id": 17, "text": "a"}
      {"id": "b", "title": null, "text": ""}
      {"id": "not this", "_id": "c", "text": "a"}
      """#
    #expect(
      try documents(lines) == [
        Document(id: "17", text: "a"), Document(id: "b", text: ""), Document(id: "c", text: "a"),
      ])
  }

  @Test func `escapes are decoded`() throws {
    let line = #"{"_id": "caf\u00e9", "title": "\ud83d\ude00", "text": "a\n\"b\"\t\\ \/"}"#
    #expect(
      try documents(line) == [Document(id: "café", title: "😀", text: "a\n\"b\"\t\\ /")])
  }

  @Test func `a byte-order mark, CRLF and blank lines do not matter`() throws {
    let lines =
      "\u{FEFF}\r\n{\"_id\":\"1\",\"text\":\"x\"}\r\n\r\n \t\n{\"_id\":\"2\",\"text\":\"y\"}\r\n\n"
    #expect(try documents(lines).map(\.id) == ["1", "2"])
  }

  @Test func `the last of two equal names counts`() throws {
    #expect(
      try documents(#"{"_id":"1","text":"first","text":"last"}"#)
        == [Document(id: "1", text: "last")])
  }

  @Test(arguments: [1, 10, 100, 1000, 1 << 20])
  func `the size of a chunk changes nothing`(size: Int) throws {
    let lines = try manyLines(count: 300)
    let expected = try documents(lines)
    #expect(expected.count == 300)
    for content in [
      Array(lines.utf8), try packed(Array(lines.utf8), .gzip), try packed(Array(lines.utf8), .zstd),
    ] {
      try withFile("corpus.jsonl", content) { path in
        let corpus = try BEIRCorpus(path: path, chunkSize: size)
        let documents = try read(corpus)
        #expect(documents == expected)
      }
    }
  }

  @Test func `threads share a reader and ordinals restore the order`() async throws {
    let lines = try manyLines(count: 2000)
    let expected = try documents(lines)
    let folder = FileManager.default.temporaryDirectory.path + "/bench-test-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for content in [Array(lines.utf8), try packed(Array(lines.utf8), .zstd)] {
      try Data(content).write(to: URL(filePath: folder + "/corpus.jsonl"))
      let reader = try BEIRCorpus(path: folder + "/corpus.jsonl", chunkSize: 999).makeReader()
      let batches = try await withThrowingTaskGroup(of: [DocumentBatch].self) { group in
        for _ in 0..<4 {
          group.addTask {
            var mine: [DocumentBatch] = []
            while let batch = try reader.nextBatch() { mine.append(batch) }
            return mine
          }
        }
        return try await group.reduce([], +).sorted { $0.ordinal < $1.ordinal }
      }
      #expect(batches.map(\.ordinal) == Array(0..<batches.count))
      #expect(batches.flatMap { batch in (0..<batch.count).map { batch[$0] } } == expected)
    }
  }

  @Test(.enabled(if: TestData.has("beir/scifact"), "no data"))
  func `SciFact has its 5183 documents, as Foundation reads them`() throws {
    let path = TestData.data.appending(path: "beir/scifact/corpus.jsonl").path
    let documents = try read(BEIRCorpus(path: path))
    #expect(documents.count == 5183)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    for index in stride(from: 0, to: 5183, by: 50) {
      let object = try JSONSerialization.jsonObject(with: Data(lines[index].utf8))
      let fields = try #require(object as? [String: Any])
      #expect(documents[index].id == fields["_id"] as? String)
      #expect(documents[index].title == fields["title"] as? String)
      #expect(documents[index].text == fields["text"] as? String)
    }
  }
}

/// All documents of a corpus, in order, by one thread.
func read(_ corpus: BEIRCorpus) throws -> [Document] {
  let reader = try corpus.makeReader()
  var documents: [Document] = []
  while let batch = try reader.nextBatch() {
    documents += (0..<batch.count).map { batch[$0] }
  }
  return documents
}

/// The documents of a corpus file with these lines.
private func documents(_ lines: String) throws -> [Document] {
  try withFile("corpus.jsonl", lines) { try read(BEIRCorpus(path: $0)) }
}

/// Lines of very different length, with blank ones between them.
private func manyLines(count: Int) throws -> String {
  var generator = SeededGenerator(seed: 7)
  return (0..<count).map { index in
    let words = String(repeating: "wörd ", count: Int.random(in: 0...60, using: &generator))
    let blank = index % 7 == 0 ? "\n \r\n" : ""
    return "\(blank){\"_id\": \"d\(index)\", \"title\": \"t \\u00e9\", \"text\": \"\(words)\"}\n"
  }.joined()
}
