// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

struct BEIRFolderTests {
  @Test func `the files of a folder are found`() throws {
    try withFolder(["corpus.jsonl", "queries.jsonl", "qrels/test.tsv", "qrels/dev.tsv"]) { path in
      let folder = try BEIRFolder(path: path)
      #expect(folder.corpusPath == path + "/corpus.jsonl")
      #expect(folder.queriesPath == path + "/queries.jsonl")
      #expect(folder.splits == ["dev", "test"])
      let test = try folder.qrelsPath(split: "test")
      #expect(test == path + "/qrels/test.tsv")
    }
  }

  @Test func `compressed files are found, plain ones first`() throws {
    let files = [
      "corpus.jsonl.zst", "corpus.jsonl", "queries.jsonl.gz", "qrels/test.tsv.zst",
      "qrels/train.tsv.gz", "qrels/train.tsv", "qrels/README",
    ]
    try withFolder(files) { path in
      let folder = try BEIRFolder(path: path)
      #expect(folder.corpusPath == path + "/corpus.jsonl")
      #expect(folder.queriesPath == path + "/queries.jsonl.gz")
      #expect(folder.splits == ["test", "train"])
      let test = try folder.qrelsPath(split: "test")
      let train = try folder.qrelsPath(split: "train")
      #expect(test == path + "/qrels/test.tsv.zst")
      #expect(train == path + "/qrels/train.tsv")
    }
  }

  @Test func `qrels beside the corpus are the test split`() throws {
    try withFolder(["corpus.jsonl", "queries.jsonl", "qrels.jsonl"]) { path in
      let test = try BEIRFolder(path: path).qrelsPath(split: "test")
      #expect(test == path + "/qrels.jsonl")
    }
  }

  @Test func `a missing split is an error that lists the others`() throws {
    try withFolder(["corpus.jsonl", "queries.jsonl", "qrels/train.tsv", "qrels.jsonl"]) { path in
      let error = try dataError { _ = try BEIRFolder(path: path).qrelsPath(split: "dev") }
      #expect(error.code == .missing)
      #expect(
        "\(error)" == "dev.tsv: found no qrels of the split \"dev\", the folder has only "
          + "test, train\nfix: name one of these splits")
    }
  }

  @Test func `a folder without qrels says so when one is asked for`() throws {
    try withFolder(["corpus.jsonl", "queries.jsonl"]) { path in
      let error = try dataError { _ = try BEIRFolder(path: path).qrelsPath(split: "test") }
      #expect(error.problem.hasSuffix("the folder has no qrels at all"))
    }
  }

  @Test(arguments: ["corpus", "queries"])
  func `a missing file is named`(name: String) throws {
    let other = name == "corpus" ? "queries.jsonl" : "corpus.jsonl"
    try withFolder([other]) { path in
      let error = try dataError { _ = try BEIRFolder(path: path) }
      #expect(error.code == .missing)
      #expect(
        "\(error)"
          == "\(name).jsonl: found no such file, nor one with .gz or .zst behind its name\n"
          + "fix: name a folder in BEIR's layout, or fetch the data set")
    }
  }

  @Test func `a file is not a folder and nothing is none either`() throws {
    try withFile("corpus.jsonl", "") { path in
      let file = try dataError { _ = try BEIRFolder(path: path) }
      #expect(file.code == .missing)
      #expect(file.problem == "found a file, expected a folder")
      let nothing = try dataError { _ = try BEIRFolder(path: path + "-no") }
      #expect(nothing.code == .missing)
      #expect(nothing.problem == "found no such folder")
    }
  }
}

/// Calls `body` with a folder that holds empty files at these paths.
private func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
  try withTemporaryFolder { folder in
    for file in files {
      let path = URL(filePath: folder).appending(path: file)
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: path)
    }
    try body(folder)
  }
}
