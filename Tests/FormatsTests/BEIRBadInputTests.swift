// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
import Retrieval
import Testing

/// What a person reads who gives a wrong corpus or wrong queries.
struct BEIRBadInputTests {
  private static let good = #"{"_id": "1", "title": "t", "text": "x"}"# + "\n"
  private static let fix = #"each line is {"_id": "…", "title": "…", "text": "…"}"#

  static let lines: [(String, String)] = [
    (#"{"_id": "2", "text": "cut"#, "found the end of the line at byte 26, expected a closing \""),
    (#"{"_id": "2", "text": "#, "found the end of the line at byte 22, expected a value"),
    (
      #"{"_id": "2", "text": "x""#,
      "found the end of the line at byte 25, expected a comma or }"
    ),
    (#"["2", "x"]"#, "found [ at byte 1, expected an object in braces"),
    (#"text"#, "found t at byte 1, expected an object in braces"),
    (
      #"{"_id": "2", "text": "x"} {"_id": "3"}"#,
      "found { at byte 27, expected the end of the line after one object"
    ),
    (
      #"{"_id": "2", "text": "\ud800"}"#,
      #"found half of a surrogate pair at byte 23, expected both halves as in \ud83d\ude00"#
    ),
    (
      #"{"_id": "2", "text": "\q"}"#,
      "found an invalid escape at byte 23, expected one of "
        + #"\" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits"#
    ),
    (
      "{\"_id\": \"2\", \"text\": \"a\u{0}b\"}",
      "found byte 0x00 in a string at byte 24, expected it escaped or a closing \""
    ),
    ("\u{0}\u{0}\u{0}", "found byte 0x00 at byte 1, expected an object in braces"),
    (#"{"text": "x"}"#, "found no field \"_id\", expected the document's identifier"),
    (#"{"_id": "2"}"#, "found no field \"text\", expected the document's text"),
    (
      #"{"_id": "", "text": "x"}"#,
      "found an empty string in field \"_id\", expected an identifier"
    ),
    (
      #"{"_id": 1.5, "text": "x"}"#,
      "found a number in field \"_id\", expected an identifier in quotes"
    ),
    (#"{"_id": "2", "text": null}"#, "found null in field \"text\", expected a string"),
    (#"{"_id": "2", "text": ["x"]}"#, "found an array in field \"text\", expected a string"),
    (
      #"{"_id": "2", "text": "x", "title": 5}"#,
      "found a number in field \"title\", expected a string"
    ),
    (
      #"{"a": "# + String(repeating: "[", count: 100_000),
      "found more than 512 nested arrays and objects at byte 518, expected fewer"
    ),
    (
      #"{"a": "# + String(repeating: #"{"a":"#, count: 100_000),
      "found more than 512 nested arrays and objects at byte 2562, expected fewer"
    ),
  ]

  @Test(arguments: lines)
  func `a wrong line of a corpus is named`(line: String, problem: String) throws {
    let content = Array((Self.good + "\n" + Self.good + line + "\n" + Self.good).utf8)
    for bytes in [content, try packed(content, .gzip), try packed(content, .zstd)] {
      let error = try corpusError(bytes)
      #expect(error.code == .malformed)
      #expect("\(error)" == "corpus.jsonl:4: \(problem)\nfix: \(Self.fix)")
    }
  }

  @Test func `bytes that are not UTF-8 are named`() throws {
    let line = Array(#"{"_id": "2", "text": "caf"#.utf8) + [0xE9] + Array(#" au lait"}"#.utf8)
    let error = try corpusError(Array(Self.good.utf8) + line)
    #expect(
      "\(error)" == "corpus.jsonl:2: found byte 0xE9 at byte 26, expected valid UTF-8\n"
        + "fix: \(Self.fix)")
  }

  @Test func `the line is right far into a file of many chunks`() throws {
    var content: [UInt8] = []
    for _ in 0..<60_000 { content += Self.good.utf8 }
    content += Array("oops\n".utf8)
    for bytes in [content, try packed(content, .zstd)] {
      #expect(try corpusError(bytes).line == 60_001)
    }
  }

  @Test(arguments: ["", "\n", "\u{FEFF}", " \r\n\t\n"])
  func `an empty corpus is an error`(content: String) throws {
    for bytes in [Array(content.utf8), try packed(Array(content.utf8), .gzip)] {
      let error = try corpusError(bytes)
      #expect(
        "\(error)" == "corpus.jsonl: found no documents, expected one JSON object a line\n"
          + "fix: fetch the corpus again")
    }
  }

  @Test func `a missing corpus is missing`() throws {
    let error = try dataError { _ = try BEIRCorpus(path: "/no/such/corpus.jsonl") }
    #expect(error.code == .missing)
  }

  @Test(arguments: CompressionFormat.allCases)
  func `a cut compressed corpus is malformed`(format: CompressionFormat) throws {
    let cut = try Array(packed(Array(Self.good.utf8), format).dropLast(5))
    let error = try corpusError(cut)
    #expect(
      error.problem == "the \(format.rawValue) data ends in the middle of a compressed stream")
  }

  @Test func `a line of many megabytes is read`() throws {
    let text = String(repeating: "0123456789abcdef", count: 1 << 20)
    let content = Array(#"{"_id": "1", "text": "\#(text)"}"#.utf8)
    for bytes in [content, try packed(content, .zstd)] {
      try withFile("corpus.jsonl", bytes) { path in
        let reader = try BEIRCorpus(path: path).makeReader()
        let batch = try #require(try reader.nextBatch())
        #expect(batch.entries.map(\.text.count) == [16 << 20])
      }
    }
  }

  static let queries: [(String, String)] = [
    (#"{"_id": "2", "text": "cut"#, "found the end of the line at byte 26, expected a closing \""),
    (#"{"text": "x"}"#, "found no field \"_id\", expected the query's identifier"),
    (#"{"_id": "2"}"#, "found no field \"text\", expected the query's text"),
    (
      #"{"_id": "1", "text": "y"}"#,
      "found query 1 for the second time, expected each query once"
    ),
  ]

  @Test(arguments: queries)
  func `a wrong line of queries is named`(line: String, problem: String) throws {
    try withFile("queries.jsonl", "\(Self.good)\n\(line)\n") { path in
      let error = try dataError { _ = try readBEIRQueries(path: path) }
      #expect(
        "\(error)"
          == "queries.jsonl:3: \(problem)\n" + #"fix: each line is {"_id": "…", "text": "…"}"#)
    }
  }

  @Test func `queries without a query are an error`() throws {
    try withFile("queries.jsonl", "\n\n") { path in
      let error = try dataError { _ = try readBEIRQueries(path: path) }
      #expect(error.problem == "found no queries, expected one JSON object a line")
    }
  }
}

/// The error of reading a corpus with this content.
private func corpusError(_ content: [UInt8]) throws -> DataError {
  try withFile("corpus.jsonl", content) { path in
    try dataError { _ = try read(BEIRCorpus(path: path)) }
  }
}
