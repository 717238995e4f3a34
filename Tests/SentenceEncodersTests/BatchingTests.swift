// SPDX-License-Identifier: Apache-2.0

import SentenceEncoders
import TestSupport
import Testing

/// What a killed and resumed encoding rests on.
@Suite struct `A text's vector` {
  /// Texts of 0 to 40 words.
  private func texts(_ count: Int, _ random: inout SeededGenerator) -> [String] {
    let words = ["the", "cat", "dog", "sat", "mat", "green", "tree", "zebra", "running", ",", "a"]
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...40, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }.joined(separator: " ")
    }
  }

  @Test(arguments: SentenceEncoder.Computation.allCases)
  func `has the same bits whatever is beside it and however many threads work`(
    computation: SentenceEncoder.Computation
  ) throws {
    var random = SeededGenerator(seed: 17)
    let texts = texts(150, &random)
    try GoldenFolder.withModel("dense") { folder, _ in
      var options = SentenceEncoder.Options()
      options.computation = computation
      let encoder = try SentenceEncoder(folder: folder, options: options)
      let alone = try texts.map { try encoder.encode([$0], role: .document)[0] }
      #expect(Set(alone).count > 100)
      for threads in [1, 2, 5] {
        let found = try encoder.encode(texts, role: .document, threads: threads)
        #expect(found == alone)
      }
      for _ in 0..<5 {
        let chosen = texts.indices.shuffled(using: &random)
          .prefix(Int.random(in: 2...100, using: &random))
        let found = try encoder.encode(chosen.map { texts[$0] }, role: .document, threads: 2)
        #expect(found == chosen.map { alone[$0] })
      }
    }
  }
}
