// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

struct BEIRQrelsTests {
  @Test(arguments: [
    "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\nq2\td 3\t-2\n",
    "q1\td1\t1\nq1\td2\t0\nq2\td 3\t-2",
    "query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\nq1\td2\t0\r\n\r\nq2\td 3\t-2\r\n",
    "\u{FEFF}q1\td1\t1.0\n\nq1\td2\t0.00\nq2\td 3\t-2\n",
    """
    {"query-id": "q1", "corpus-id": "d1", "score": 1}
    {"score": 0.0, "corpus-id": "d2", "query-id": "q1", "extra": []}
    {"query_id": "q2", "corpus_id": "d 3", "score": "-2"}
    """,
  ])
  func `every form gives the same judgements`(content: String) throws {
    let qrels = try withFile("test.tsv", content) { try readBEIRQrels(path: $0) }
    #expect(qrels.queryIDs == ["q1", "q2"])
    let first = try #require(qrels["q1"])
    #expect(Array(first.documents) == ["d1", "d2"])
    #expect(first.grades == [1, 0])
    let second = try #require(qrels["q2"])
    #expect(Array(second.documents) == ["d 3"])
    #expect(second.grades == [-2])
  }

  @Test func `compressed qrels are read`() throws {
    let content = try packed(Array("q\td\t3\n".utf8), .gzip)
    let qrels = try withFile("test.tsv.gz", content) { try readBEIRQrels(path: $0) }
    #expect(qrels["q"]?.grades == [3])
  }

  private static let expected = "expected query-id, corpus-id and score separated by tabs"
  private static let fix = "each line is query-id, corpus-id and an integer, separated by tabs"

  static let wrong: [(String, String)] = [
    ("q\td", "found 2 columns, \(expected)"),
    ("q", "found 1 column, \(expected)"),
    ("q\td\t1\tx\ty", "found 5 columns, \(expected)"),
    ("q\t0\td\t1", "found four columns as TREC qrels have them, \(expected)"),
    ("q 0 d 1", "found four columns as TREC qrels have them, \(expected)"),
    ("q d 1", "found columns separated by spaces, \(expected)"),
    ("q\td\tone", #"found the grade "one", expected an integer"#),
    ("q\td\t0.5", #"found the grade "0.5", expected an integer"#),
    ("q\td\t1.", #"found the grade "1.", expected an integer"#),
    ("q\td\t1 ", #"found the grade "1 ", expected an integer"#),
    ("q\td\t", #"found the grade "", expected an integer"#),
    ("q\td\t99999999999", #"found the grade "99999999999", expected an integer"#),
    ("\td\t1", "found an empty identifier, expected query-id and corpus-id"),
    ("q\t\t1", "found an empty identifier, expected query-id and corpus-id"),
  ]

  @Test(arguments: wrong)
  func `a wrong line is named`(line: String, problem: String) throws {
    let error = try qrelsError("query-id\tcorpus-id\tscore\n\r\nq1\td1\t1\r\n\(line)\n")
    #expect(error.code == .malformed)
    #expect("\(error)" == "test.tsv:4: \(problem)\nfix: \(Self.fix)")
  }

  @Test func `a first line with a fraction is no header`() throws {
    let error = try qrelsError("q\td\t0.5\nq\te\t1\n")
    #expect(error.line == 1)
    #expect(error.problem == #"found the grade "0.5", expected an integer"#)
  }

  @Test func `a second header is a wrong grade`() throws {
    let header = "query-id\tcorpus-id\tscore\n"
    let error = try qrelsError(header + header + "q\td\t1\n")
    #expect(error.line == 2)
  }

  @Test func `a pair that is judged twice is named with both lines`() throws {
    let error = try qrelsError("q\td\t1\nq\te\t1\n\nq\td\t2\n")
    #expect(
      "\(error)"
        == "test.tsv:4: document d is judged twice for query q; expected one grade per pair; "
        + "the first is in line 1\nfix: remove one of the lines")
  }

  @Test(arguments: ["", "\n\n", "query-id\tcorpus-id\tscore\n"])
  func `qrels without a judgement are an error`(content: String) throws {
    let error = try qrelsError(content)
    #expect(
      error.problem
        == "found no judgements, expected lines of query-id, corpus-id, score")
  }

  @Test func `bytes that are not UTF-8 are named`() throws {
    let content = Array("q1\td1\t1\nq".utf8) + [0xC3, 0x28] + Array("\td\t1\n".utf8)
    try withFile("test.tsv", content) { path in
      let error = try dataError { _ = try readBEIRQrels(path: path) }
      #expect(
        "\(error)" == "test.tsv:2: found byte 0xC3 at byte 2, expected valid UTF-8\n"
          + "fix: convert the file to UTF-8")
    }
  }

  static let wrongJSON: [(String, String)] = [
    (#"{"corpus-id": "d", "score": 1}"#, "found no field \"query-id\", expected one"),
    (#"{"query-id": "q", "score": 1}"#, "found no field \"corpus-id\", expected one"),
    (
      #"{"query-id": "q", "corpus-id": "d"}"#,
      "found nothing in field \"score\", expected an integer grade"
    ),
    (
      #"{"query-id": "q", "corpus-id": "d", "score": 0.5}"#,
      "found the grade 0.5, expected an integer"
    ),
  ]

  @Test(arguments: wrongJSON)
  func `a wrong object is named`(line: String, problem: String) throws {
    let good = #"{"query-id": "q", "corpus-id": "e", "score": 1}"#
    let error = try qrelsError("\(good)\n\(line)\n")
    #expect(
      "\(error)" == "test.tsv:2: \(problem)\n"
        + #"fix: each line is {"query-id": "…", "corpus-id": "…", "score": 1}"#)
  }

  @Test(.enabled(if: TestData.has("beir/scifact"), "no data"))
  func `SciFact's qrels are the same with LF and CRLF`() throws {
    let folder = TestData.data.appending(path: "beir/scifact").path
    for (split, queries, judgments) in [("test", 300, 339), ("train", 809, 919)] {
      let qrels = try readBEIRQrels(path: "\(folder)/qrels/\(split).tsv")
      #expect(qrels.count == queries)
      #expect(qrels.judgmentCount == judgments)
      let crlf = try readBEIRQrels(path: "\(folder)/qrels_crlf/\(split).tsv")
      #expect(crlf == qrels)
    }
  }
}

private func qrelsError(_ content: String) throws -> DataError {
  try withFile("test.tsv", content) { path in
    try dataError { _ = try readBEIRQrels(path: path) }
  }
}
