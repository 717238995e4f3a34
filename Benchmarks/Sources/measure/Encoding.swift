// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import SentenceEncoders
import Tokenizers

extension Measure {
  /// Encodes when it is told to, so that peers can be measured in between.
  ///
  /// Reads a case a line, `f32 128`, `bf16 natural`, `int8 query`, and prints the seconds of one pass
  /// over its texts: 128 documents cut to so many tokens, the first 256 of the corpus cut to 256, or
  /// one query of 18 tokens a hundred times. Texts become tokens within the time.
  static func encode(_ corpus: String, with model: String, threads: Int) throws {
    let texts = try documents(corpus, most: 2000)
    let tokenizer = try Tokenizer(path: model + "/tokenizer.json")
    var encoders: [String: SentenceEncoder] = [:]
    while let line = readLine() {
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 2, let computation = SentenceEncoder.Computation(rawValue: parts[0])
      else { return print("{}") }
      let length = Int(parts[1]) ?? 256
      let name = "\(computation) \(length)"
      var options = SentenceEncoder.Options()
      options.computation = computation
      options.maximumTokens = length
      let encoder = try encoders[name] ?? SentenceEncoder(folder: model, options: options)
      encoders[name] = encoder
      let chosen = choose(texts, parts[1], length, tokenizer)
      let vectors = UnsafeMutablePointer<Float>.allocate(
        capacity: chosen.count * encoder.dimensions)
      defer { vectors.deallocate() }
      let isQuery = parts[1] == "query"
      // What is made when a number of rows is first seen is made before.
      try encoder.encode(chosen, role: .document, threads: threads, into: vectors)
      let cpu = cpuSeconds()
      let start = ContinuousClock.now
      for _ in 0..<(isQuery ? 100 : 1) {
        try encoder.encode(chosen, role: .document, threads: threads, into: vectors)
      }
      let wall = (ContinuousClock.now - start) / .seconds(1)
      let figures: [String: Any] = [
        "wall": wall, "cpu": cpuSeconds() - cpu, "n": isQuery ? 100 : chosen.count,
        "first": (0..<encoder.dimensions).map { Double(vectors[$0]) },
      ]
      print(String(decoding: try JSONSerialization.data(withJSONObject: figures), as: UTF8.self))
      fflush(nil)
    }
  }

  static func choose(
    _ texts: [String], _ kind: String, _ length: Int, _ tokenizer: Tokenizer
  ) -> [String] {
    switch kind {
    case "natural": return Array(texts.prefix(256))
    case "query": return ["does the loss of a gene in mice make some t cells less or more active"]
    default:
      var chosen: [String] = []
      for text in texts where chosen.count < 128 {
        let encoding = tokenizer.encode(text, maximumLength: length)
        if encoding.ids.count == length { chosen.append(text) }
      }
      return chosen
    }
  }

  static func documents(_ path: String, most: Int) throws -> [String] {
    let reader = try BEIRCorpus(path: path).makeReader()
    var texts: [String] = []
    while texts.count < most, let batch = try reader.nextBatch() {
      for entry in batch.entries {
        let title = String(decoding: batch.bytes[entry.title], as: UTF8.self)
        let text = String(decoding: batch.bytes[entry.text], as: UTF8.self)
        texts.append(title.isEmpty ? text : title + " " + text)
      }
    }
    return Array(texts.prefix(most))
  }

  static func cpuSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }
}
