// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import Tokenizers

extension Measure {
  /// Every document of a corpus, title and text, to the ids of a `tokenizer.json`.
  static func tokenize(_ path: String, with tokenizerPath: String, repetitions: Int) throws {
    let begin = ContinuousClock.now
    let tokenizer = try Tokenizer(path: tokenizerPath)
    let loading = (ContinuousClock.now - begin) / .seconds(1)
    let reader = try BEIRCorpus(path: path).makeReader()
    var texts: [[UInt8]] = []
    while let batch = try reader.nextBatch() {
      for entry in batch.entries {
        let title = batch.bytes[entry.title]
        texts.append(Array(title) + (title.isEmpty ? "" : " ").utf8 + batch.bytes[entry.text])
      }
    }
    let session = tokenizer.makeSession()
    var encoding = Encoding()
    var tokens = 0
    let seconds = seconds(repetitions: repetitions) {
      tokens = 0
      for text in texts {
        text.withUnsafeBytes { session.encode(utf8: $0, into: &encoding) }
        tokens += encoding.ids.count
      }
    }
    let bytes = texts.reduce(0) { $0 + $1.count }
    try report(seconds, ["loading": loading, "tokens": tokens, "bytes": bytes])
  }
}
