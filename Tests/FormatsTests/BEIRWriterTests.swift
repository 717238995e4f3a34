// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

struct BEIRWriterTests {
  private static let documents = [
    Document(id: "1", title: "A \"title\"", text: "back\\slash, tab\t, line\nend\r"),
    Document(id: "ü b", title: "", text: "\u{0}\u{1}\u{1F}\u{7F} 中 😀"),
    Document(id: "3", text: ""),
  ]

  @Test(arguments: ["corpus.jsonl", "corpus.jsonl.gz", "corpus.jsonl.zst"])
  func `a corpus comes back as it was`(name: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/" + name
      try writeBEIRCorpus(Self.documents, to: path)
      let back = try read(BEIRCorpus(path: path))
      #expect(back == Self.documents)
    }
  }

  @Test func `Foundation reads what is written`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/corpus.jsonl"
      try writeBEIRCorpus(Self.documents, to: path)
      let lines = try contents(path).split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == Self.documents.count)
      for (line, document) in zip(lines, Self.documents) {
        let fields = try JSONSerialization.jsonObject(with: Data(line)) as? [String: String]
        #expect(
          fields == ["_id": document.id, "title": document.title, "text": document.text])
      }
    }
  }

  @Test func `the bytes are those of the official files`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/queries.jsonl"
      try writeBEIRQueries([Query(id: "q1", text: "who likes \"it\"?")], to: path)
      let bytes = try contents(path)
      #expect(
        String(decoding: bytes, as: UTF8.self)
          == #"{"_id": "q1", "text": "who likes \"it\"?"}"# + "\n")
    }
  }

  @Test func `queries come back as they were`() throws {
    let queries = (0..<100).map { Query(id: "q\($0)", text: "text\n\($0) é") }
    try withTemporaryFolder { folder in
      let path = folder + "/queries.jsonl"
      try writeBEIRQueries(queries, to: path)
      let back = try readBEIRQueries(path: path)
      #expect(back == queries)
    }
  }

  @Test func `qrels come back as they were`() throws {
    var builder = Qrels.Builder()
    for (query, document, grade) in [("q2", "b c", 1), ("q1", "z", -2), ("q2", "a", 3)] {
      builder.add(query: query, document: document, grade: Int32(grade))
    }
    let qrels = try builder.build()
    try withTemporaryFolder { folder in
      let path = folder + "/test.tsv"
      try writeBEIRQrels(qrels, to: path)
      let back = try readBEIRQrels(path: path)
      #expect(back == qrels)
      let bytes = try contents(path)
      #expect(
        String(decoding: bytes, as: UTF8.self)
          == "query-id\tcorpus-id\tscore\nq2\ta\t3\nq2\tb c\t1\nq1\tz\t-2\n")
    }
  }

  @Test(arguments: ["a\tb", "a\nb", "a\rb"])
  func `an id that a table cannot hold is refused`(id: String) throws {
    var builder = Qrels.Builder()
    builder.add(query: "q", document: id, grade: 1)
    let qrels = try builder.build()
    try withTemporaryFolder { folder in
      let path = folder + "/test.tsv"
      let error = try dataError { try writeBEIRQrels(qrels, to: path) }
      #expect(error.problem.hasPrefix("found an identifier with a tab or a line end ("))
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }
}
