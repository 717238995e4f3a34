// SPDX-License-Identifier: Apache-2.0

import Foundation
import SentenceEncoders
import SparseEncoders
import Tokenizers

extension Measure {
  /// Encodes documents by a SPLADE model when it is told to, so that a peer can be measured in between.
  ///
  /// Reads a case a line, `f32 128` or `bf16 128`, and prints the seconds of one pass over 64 documents
  /// cut to so many tokens, one thread, and the vector of the first.
  static func encodeSparse(_ corpus: String, with model: String) throws {
    let texts = try documents(corpus, most: 2000)
    let tokenizer = try Tokenizer(path: model + "/tokenizer.json")
    while let line = readLine() {
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 2, let computation = SentenceEncoder.Computation(rawValue: parts[0]),
        let length = Int(parts[1])
      else { return print("{}") }
      var options = SparseEncoder.Options()
      options.computation = computation
      options.maximumTokens = length
      let encoder = try SparseEncoder(folder: model, options: options)
      let chosen = Array(choose(texts, parts[1], length, tokenizer).prefix(64))
      // What is made when a number of rows is first seen is made before.
      let vectors = try encoder.encode(chosen, role: .document)
      let cpu = cpuSeconds()
      let start = ContinuousClock.now
      _ = try encoder.encode(chosen, role: .document)
      let wall = (ContinuousClock.now - start) / .seconds(1)
      let first = zip(vectors[0].tokens.map(String.init), vectors[0].weights.map(Double.init))
      let figures: [String: Any] = [
        "wall": wall, "cpu": cpuSeconds() - cpu, "n": chosen.count,
        "first": Dictionary(uniqueKeysWithValues: Array(first)),
      ]
      print(String(decoding: try JSONSerialization.data(withJSONObject: figures), as: UTF8.self))
      fflush(nil)
    }
  }
}
