// SPDX-License-Identifier: Apache-2.0

import DenseRetrieval
import SentenceEncoders
import Synchronization

/// An encoder whose vectors count words by their first letter, and that reads at most four words.
final class WordEncoder: TextEncoder {
  let dimensions = 27
  let facts: [String: String]
  private let done = Atomic(0)

  /// Texts that were encoded.
  var encoded: Int { done.load(ordering: .relaxed) }

  init(version: String = "1") { facts = ["model": "words", "version": version] }

  func encode(
    _ texts: [String], role: TextRole, threads: Int, into output: UnsafeMutablePointer<Float>
  ) -> [TokenCount] {
    done.wrappingAdd(texts.count, ordering: .relaxed)
    return texts.enumerated().map { row, text in
      let words = text.lowercased().split(separator: " ")
      for word in words.prefix(4) {
        let letter = Int(word.utf8.first ?? 0) - 96
        output[row * dimensions + ((1...26).contains(letter) ? letter : 0)] += 1
      }
      return TokenCount(total: words.count, kept: min(4, words.count))
    }
  }
}
