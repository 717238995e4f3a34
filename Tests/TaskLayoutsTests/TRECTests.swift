// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TaskLayouts
import TestSupport
import Testing

/// TREC's files under the names that people give them.
struct TRECTests {
  private static let qrels = "1 0 d 2\n"
  private static let sgml = "<DOC><DOCNO>d</DOCNO><TITLE>t</TITLE><TEXT>x</TEXT></DOC>"
  private static let document = Document(id: "d", title: "t", text: "x")

  private static let folders:
    [(files: [String: String], split: String, options: [String: String])] =
      [
        (
          [
            "topics.301-450.txt": "<top><num>1<title>q</top>", "qrels.robust04.txt": qrels,
            "docs/a.sgml": sgml,
          ], "test", [:]
        ),
        (
          [
            "msmarco-test2019-queries.tsv": "1\tq\n", "2019qrels-docs.txt": qrels,
            "docs.tsv": "d\tu\tt\tx\n",
          ], "test", [:]
        ),
        (
          [
            "queries.dev.tsv": "1\tq\n", "queries.eval.tsv": "2\tq\n", "qrels.dev.tsv": qrels,
            "collection.tsv": "d\tx\n",
          ], "dev", [:]
        ),
        (
          [
            "topics-rnd5.xml":
              "<topics><topic number=\"1\"><query>q</query><question>why</question></topic></topics>",
            "qrels-covid_d5_j0.5-5.txt": qrels,
            "documents.xml":
              "<?xml version=\"1.0\"?><c><doc><id>d</id><title>t</title><content>x</content></doc></c>",
          ], "test", [:]
        ),
        (
          [
            "a/topics": "<top><num>1<title>q</top>", "topics": "1\tq\n", "qrels": qrels,
            "data.gz": sgml,
          ], "test", ["documents": "data.gz"]
        ),
      ]

  @Test(arguments: folders)
  func `files are found by their names and read by their content`(
    files: [String: String], split: String, options: [String: String]
  ) throws {
    try withFiles(files) { folder in
      let listing = try FolderListing(path: folder)
      #expect(try TaskLayouts.recognise(listing).name == "trec")
      let task = try TRECLayout().open(TaskPlace(folder: folder, split: split, options: options))
      #expect(task.queries == [Query(id: "1", text: "q")])
      #expect(task.qrels["1"]?.grades == [2])
      var expected = Self.document
      if files["collection.tsv"] != nil { expected.title = "" }
      #expect(try task.corpus.documents() == [expected])
    }
  }

  @Test(arguments: [
    ("title", "a b"), ("desc", "c"), ("narr", "d"), ("title+desc", "a b c"),
  ])
  func `the query is the field that is chosen`(field: String, text: String) throws {
    let topics = [
      "<top><num>1<title>a\nb<desc>c<narr>d</top>",
      "<topics><topic id='1'><title>a b</title><description>c</description><narrative>d</narrative></topic></topics>",
    ]
    for content in topics {
      try withFiles(["topics": content, "qrels": Self.qrels, "documents.sgml": Self.sgml]) {
        folder in
        let place = TaskPlace(folder: folder, options: ["topic-field": field])
        let task = try TRECLayout().open(place)
        #expect(task.queries.map(\.text) == [text])
      }
    }
  }

  @Test func `splits are told from the names of qrels`() throws {
    try withFiles(["topics.txt": "", "qrels.dev.tsv": "", "qrels.train.tsv.gz": ""]) { folder in
      let listing = try FolderListing(path: folder)
      #expect(try TRECLayout().splits(of: listing) == ["dev", "train"])
    }
  }
}

/// Multi-CPR's layout, also on the benchmark's own queries.
struct MultiCPRTests {
  @Test func `tables without headers are read whole`() throws {
    try withFiles([
      "corpus.tsv": "1\t中 \"文\"\n2\t\n", "dev.query.txt": "7\t查询\n",
      "qrels.dev.tsv": "7\t0\t1\t1\n",
    ]) { folder in
      let listing = try FolderListing(path: folder)
      #expect(try TaskLayouts.recognise(listing).name == "multi-cpr")
      #expect(try MultiCPRLayout().splits(of: listing) == ["dev"])
      let task = try MultiCPRLayout().open(TaskPlace(folder: folder, split: "dev"))
      #expect(
        try task.corpus.documents()
          == [Document(id: "1", text: "中 \"文\""), Document(id: "2", text: "")])
      #expect(task.queries == [Query(id: "7", text: "查询")])
      #expect(task.qrels["7"]?.grades == [1])
    }
  }

  @Test(
    .enabled(if: TestData.has("multi-cpr"), "needs BENCH_DATA"),
    arguments: ["ecom", "medical", "video"])
  func `the benchmark's own folders lack only the corpus`(domain: String) throws {
    let folder = TestData.data.appending(path: "multi-cpr/\(domain)").path
    #expect(try TaskLayouts.recognise(FolderListing(path: folder)).name == "multi-cpr")
    let error = #expect(throws: DataError.self) {
      try MultiCPRLayout().open(TaskPlace(folder: folder, split: "dev"))
    }
    #expect(error?.code == .missing)
    #expect(error?.file == folder + "/corpus.tsv")
  }
}
