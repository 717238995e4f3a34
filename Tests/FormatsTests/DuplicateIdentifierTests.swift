// SPDX-License-Identifier: Apache-2.0

import Compression
import Formats
import Retrieval
import Testing

struct DuplicateIdentifierTests {
  @Test func `different ids pass`() throws {
    let lines = (0..<20_000).map { #"{"_id": "document-\#($0)", "text": ""}"# }
    try withFile("corpus.jsonl", lines.joined(separator: "\n")) { path in
      try check(path)
    }
  }

  @Test func `an id that occurs twice is named with both lines`() throws {
    var lines = (0..<20_000).map {
      #"{"_id": "\#($0)", "text": "some text, so that chunks fill up"}"#
    }
    lines[19_000] = "\n" + lines[123]
    let content = Array(lines.joined(separator: "\n").utf8)
    for bytes in [content, try packed(content, .zstd)] {
      try withFile("corpus.jsonl", bytes) { path in
        let error = try dataError { try check(path) }
        #expect(
          "\(error)" == "corpus.jsonl:19002: found document 123 for the second time, expected "
            + "each document once; the first is in line 124\nfix: remove one of the lines")
      }
    }
  }

  @Test func `ids that only look alike pass the second reading`() throws {
    try withFile("corpus.jsonl", #"{"_id": "1", "text": ""}"#) { path in
      let corpus = try BEIRCorpus(path: path)
      let batch = try #require(try corpus.makeReader().nextBatch())
      let detector = DuplicateIdentifierDetector()
      detector.insert(batch)
      detector.insert(batch)
      try detector.check(corpus)
    }
  }

  @Test func `a prefix is not a duplicate`() throws {
    let ids = ["a", "aa", "aaaaaaaa", "aaaaaaaaa", "aaaaaaaa\\u0000", "0", "00"]
    let lines = ids.map { #"{"_id": "\#($0)", "text": ""}"# }
    try withFile("corpus.jsonl", lines.joined(separator: "\n")) { path in
      try check(path)
    }
  }
}

/// Adds all batches in the wrong order, then checks.
private func check(_ path: String) throws {
  let corpus = try BEIRCorpus(path: path)
  let reader = try corpus.makeReader()
  var batches: [DocumentBatch] = []
  while let batch = try reader.nextBatch() { batches.append(batch) }
  let detector = DuplicateIdentifierDetector()
  for batch in batches.reversed() { detector.insert(batch) }
  try detector.check(corpus)
}
