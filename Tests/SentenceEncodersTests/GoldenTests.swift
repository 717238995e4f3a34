// SPDX-License-Identifier: Apache-2.0

import SentenceEncoders
import TestSupport
import Testing

/// Small random models against sentence-transformers: Golden/make.py.
@Suite struct `A sentence encoder` {
  @Test(arguments: GoldenFolder.names)
  func `has the vectors of sentence-transformers`(name: String) throws {
    try GoldenFolder.withModel(name) { folder, expected in
      var options = SentenceEncoder.Options()
      options.dimensions = expected.dimensions
      let encoder = try SentenceEncoder(folder: folder, options: options)
      #expect(encoder.similarity.rawValue == expected.similarity)
      for (role, golden) in [
        (SentenceEncoder.Role.query, expected.query), (.document, expected.document),
      ] {
        let found = try encoder.encode(expected.texts, role: role)
        for (left, right) in zip(found, golden) {
          #expect(left.count == encoder.dimensions && right.count == encoder.dimensions)
          #expect(zip(left, right).allSatisfy { abs($0 - $1) < 2e-5 })
        }
      }
    }
  }

  @Test func `golden models are there`() {
    #expect(GoldenFolder.names.count == 18)
  }

  @Test func `counts the tokens of texts, cut or not`() throws {
    try GoldenFolder.withModel("cut") { folder, expected in
      let encoder = try SentenceEncoder(folder: folder)
      var vectors = [Float](repeating: 0, count: expected.texts.count * encoder.dimensions)
      let counts = try vectors.withUnsafeMutableBufferPointer { buffer in
        try buffer.baseAddress.map {
          try encoder.encode(expected.texts, role: .document, threads: 1, into: $0)
        }
      }
      // The prompt is two tokens more.
      let totals = expected.counts.map { $0 + 2 }
      #expect(counts?.map(\.total) == totals)
      #expect(counts?.map(\.kept) == totals.map { min($0, 7) })
      #expect(counts?.map(\.isTruncated) == totals.map { $0 > 7 })
    }
  }

  @Test func `takes other settings than the folder's`() throws {
    try GoldenFolder.withModel("prompts") { folder, expected in
      var options = SentenceEncoder.Options()
      options.queryPrompt = "document: "
      options.documentPrompt = ""
      options.normalizes = false
      let plain = try GoldenFolder.withModel("plain") { $1.document }
      let encoder = try SentenceEncoder(folder: folder, options: options)
      let documents = try encoder.encode(expected.texts, role: .document)
      for (left, right) in zip(documents, plain) {
        #expect(zip(left, right).allSatisfy { abs($0 - $1) < 2e-5 })
      }
      options.normalizes = true
      let queries = try SentenceEncoder(folder: folder, options: options)
        .encode(expected.texts, role: .query)
      for (left, right) in zip(queries, expected.document) {
        #expect(zip(left, right).allSatisfy { abs($0 - $1) < 2e-5 })
      }
      options = SentenceEncoder.Options()
      options.pooling = [.cls]
      options.queryPrompt = ""
      options.normalizes = false
      options.maximumTokens = 5
      let cut = try SentenceEncoder(folder: folder, options: options)
      #expect(cut.maximumTokens == 5)
      try GoldenFolder.withModel("cls") { _, expected in
        let short = try cut.encode([expected.texts[1]], role: .query)[0]
        #expect(zip(short, expected.query[1]).allSatisfy { abs($0 - $1) < 2e-5 })
      }
    }
  }

  @Test func `facts change with whatever changes vectors`() throws {
    try GoldenFolder.withModel("prompts") { folder, _ in
      let plain = try SentenceEncoder(folder: folder).facts
      var all: Set<[String: String]> = [plain]
      for change in [
        { $0.computation = .bfloat16 }, { $0.maximumTokens = 9 }, { $0.queryPrompt = "q" },
        { $0.documentPrompt = "d" }, { $0.dimensions = 3 }, { $0.pooling = [.max] },
        { $0.normalizes = false },
      ] as [(inout SentenceEncoder.Options) -> Void] {
        var options = SentenceEncoder.Options()
        change(&options)
        #expect(all.insert(try SentenceEncoder(folder: folder, options: options).facts).inserted)
      }
      #expect(try SentenceEncoder(folder: folder).facts == plain)
      #expect(plain["weights"]?.count == 64)
    }
  }
}
