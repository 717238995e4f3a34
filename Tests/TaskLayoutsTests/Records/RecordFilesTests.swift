// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TestSupport
import Testing

@testable import TaskLayouts

/// Where tables are found among the files of a folder.
struct RecordFilesTests {
  private func table(_ files: [String], _ stems: [String]) throws -> [String]? {
    var found: [String]?
    try withFiles(Dictionary(uniqueKeysWithValues: files.map { ($0, "") })) { folder in
      found = try FolderListing(path: folder).table(stems)?.map {
        String($0.dropFirst(folder.count + 1))
      }
    }
    return found
  }

  @Test func `shards come in order, of one set and one format`() throws {
    let shards = (0..<12).map { "data/corpus-000\($0 < 10 ? "0" : "")\($0)-of-00012.parquet" }
    let others = ["data/corpus-00000-of-00001.jsonl", "data/corpus-text-00000-of-00001.parquet"]
    #expect(try table(shards.reversed() + others.suffix(1), ["data/corpus"]) == shards)
    #expect(try table(others, ["data/corpus"]) == [others[0]])
    #expect(try table(others, ["data/corpus-text"]) == [others[1]])
    #expect(try table(others, ["corpus", "data"]) == nil)
  }

  @Test func `the first place counts, and a whole file before shards`() throws {
    let files = ["b.jsonl.zst", "a/test-00000-of-00001.parquet", "a/test.jsonl.gz", "b.tsv"]
    #expect(try table(files, ["a/test", "b"]) == ["a/test.jsonl.gz"])
    #expect(try table(files, ["a", "b"]) == ["b.jsonl.zst"])
  }

  @Test func `a missing shard is told by its number`() {
    let files = ["c-00000-of-00003.parquet", "c-00002-of-00003.parquet"]
    let error = #expect(throws: DataError.self) { try table(files, ["c"]) }
    #expect(error?.code == .missing)
    #expect(error?.problem == "found 2 of 3 shards, number 1 is not there")
  }

  @Test func `stems are names without shards, endings and compression`() throws {
    let files = [
      "x/a-00000-of-00002.parquet", "x/a-00001-of-00002.parquet", "x/b.jsonl.gz", "x/c.tsv",
      "x/y/d.json", "e.json",
    ]
    try withFiles(Dictionary(uniqueKeysWithValues: files.map { ($0, "") })) { folder in
      let listing = try FolderListing(path: folder)
      #expect(listing.stems(in: "x") == ["x/a", "x/b"])
      #expect(listing.stems(in: "") == ["e"])
    }
  }
}
