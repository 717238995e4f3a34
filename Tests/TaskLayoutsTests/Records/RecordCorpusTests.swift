// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import Formats
@testable import TaskLayouts

struct RecordCorpusTests {
  private static let shards = (0..<3).map { number in
    ExpectedTask.folder
      .appending(path: "data/mteb/parquet/corpus/test-0000\(number)-of-00003.parquet").path
  }

  @Test(arguments: [0, 100, 1 << 26])
  func `row groups and their pages hold the same documents`(limit: Int) throws {
    let whole = try RecordCorpus(Self.shards, .beir).documents()
    let pages = RecordCorpus(Self.shards, .beir, sizes: PieceSizes(rowGroup: limit))
    #expect(try pages.documents() == whole)
    #expect(whole.count == 40)
  }

  @Test(arguments: [0, 1 << 26])
  func `the place of a document is its file and its row there`(limit: Int) throws {
    let corpus = RecordCorpus(Self.shards, .beir, sizes: PieceSizes(rowGroup: limit))
    // 14 documents a file, 12 in the last.
    for (number, file, row) in [(0, 0, 1), (13, 0, 14), (14, 1, 1), (27, 1, 14), (39, 2, 12)] {
      #expect(
        corpus.place(ofDocument: number) == DocumentPlace(file: Self.shards[file], line: row))
    }
    #expect(corpus.place(ofDocument: 40) == nil)
  }

  @Test(arguments: [1, 30, 1 << 20])
  func `lines are numbered with the blank and the skipped ones`(size: Int) throws {
    let lines = """
      {"pid": "a", "passage": "x", "dataset": "one"}

      {"pid": "b", "passage": "x", "dataset": "two"}
      {"pid": "c", "passage": null, "dataset": "one"}
      {"passage": "y", "dataset": "one", "pid": 7}
      """
    try withFiles(["a.jsonl": lines, "b.jsonl": lines]) { folder in
      let fields = DocumentFields(
        identifier: .field("pid"), text: "passage", nullText: .skipped,
        condition: ("dataset", "one"), shape: "")
      let corpus = RecordCorpus(
        ["\(folder)/a.jsonl", "\(folder)/b.jsonl"], fields, sizes: PieceSizes(lines: size))
      let ids = try corpus.documents().map(\.id)
      #expect(ids == ["a", "7", "a", "7"])
      let places = (0..<5).map { corpus.place(ofDocument: $0) }
      #expect(places.map { $0?.line } == [1, 5, 1, 5, nil])
      #expect(places[2]?.file == folder + "/b.jsonl")
    }
  }

  @Test(arguments: [1, 30, 1 << 20])
  func `rows are numbered through all chunks and files`(size: Int) throws {
    let lines = "\n{\"input\": \"x\"}\n\n{\"input\": \"y\"}\n"
    try withFiles(["a.jsonl": lines, "b.jsonl": lines]) { folder in
      let fields = DocumentFields(identifier: .row(prefix: "P"), text: "input", shape: "")
      let corpus = RecordCorpus(
        ["\(folder)/a.jsonl", "\(folder)/b.jsonl"], fields, sizes: PieceSizes(lines: size))
      let documents = try corpus.documents()
      #expect(
        documents == [
          Document(id: "P0", text: "x"), Document(id: "P1", text: "y"),
          Document(id: "P2", text: "x"), Document(id: "P3", text: "y"),
        ])
    }
  }

  @Test func `threads share a reader and ordinals restore the order`() async throws {
    let lines = (0..<2000).map { #"{"_id": "d\#($0)", "text": "wörd"}"# }.joined(separator: "\n")
    let folder = FileManager.default.temporaryDirectory.path + "/bench-test-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(lines.utf8).write(to: URL(filePath: folder + "/c.jsonl"))
    let corpus = RecordCorpus(
      [folder + "/c.jsonl"] + Self.shards, .beir, sizes: PieceSizes(lines: 999, rowGroup: 0))
    let expected = try corpus.documents()
    #expect(expected.count == 2040)
    let reader = try corpus.makeReader()
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

  @Test func `a document that occurs twice is named with both rows`() throws {
    let corpus = RecordCorpus([Self.shards[0], Self.shards[1], Self.shards[0]], .beir)
    let detector = DuplicateIdentifierDetector()
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() { detector.insert(batch) }
    let error = try #require(throws: DataError.self) { try detector.check(corpus) }
    #expect(error.file == Self.shards[0] && error.line == 1)
    #expect(error.problem.hasPrefix("found document d0 for the second time"))
  }

  @Test func `paragraphs are joined by line feeds, without a first that is the title`() throws {
    let fields = DocumentFields(
      identifier: .field("id"), title: "title", text: "text", isParagraphs: true, shape: "")
    let lines = #"""
      {"id": 1, "text": ["T\n", "a\n", "b"], "title": "T"}
      {"id": 2, "text": ["T2", "é\u00e9"], "title": "T"}
      {"id": 3, "text": [ ], "title": "T"}
      {"id": 4, "text": ["T"], "title": "T"}
      {"id": 5, "text": ["", "\n", "x"], "title": ""}
      {"id": 6, "text": "whole"}
      """#
    try withFiles(["p.jsonl": lines]) { folder in
      let documents = try RecordCorpus([folder + "/p.jsonl"], fields).documents()
      #expect(
        documents == [
          Document(id: "1", title: "T", text: "a\nb\n"),
          Document(id: "2", title: "T", text: "T2\néé\n"), Document(id: "3", title: "T", text: ""),
          Document(id: "4", title: "T", text: ""), Document(id: "5", text: "\nx\n"),
          Document(id: "6", text: "whole"),
        ])
    }
  }
}
