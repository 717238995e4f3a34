// SPDX-License-Identifier: Apache-2.0

/// The tokens of n-grams as bits, and which n-grams may stand in each other's way.
struct NGramMasks {
  /// Whether occurrences of an n-gram may overlap with those of others.
  struct Overlap {
    var heavier = false
    var lighter = false
  }

  /// For each n-gram a bit for each of its tokens, in `words` words.
  let masks: [[UInt64]]
  let words: Int
  /// Only n-grams with a token in common overlap.
  let overlaps: [Overlap]

  /// Of n-grams, heaviest first.
  init(_ ngrams: [WeightedNGram]) {
    var bits: [UInt32: Int] = [:]
    for ngram in ngrams {
      for token in ngram.tokens where bits[token] == nil { bits[token] = bits.count }
    }
    let words = max(1, (bits.count + 63) / 64)
    masks = ngrams.map { ngram in
      var mask = [UInt64](repeating: 0, count: words)
      for token in ngram.tokens {
        if let bit = bits[token] { mask[bit / 64] |= 1 << UInt64(bit % 64) }
      }
      return mask
    }
    self.words = words
    overlaps = Self.overlaps(of: masks, words: words)
  }

  private static func overlaps(of masks: [[UInt64]], words: Int) -> [Overlap] {
    var overlaps = [Overlap](repeating: Overlap(), count: masks.count)
    var union = [UInt64](repeating: 0, count: words)
    func meets(_ mask: [UInt64]) -> Bool {
      let isMet = zip(mask, union).contains { $0 & $1 != 0 }
      for word in 0..<words { union[word] |= mask[word] }
      return isMet
    }
    for place in masks.indices { overlaps[place].heavier = meets(masks[place]) }
    for word in 0..<words { union[word] = 0 }
    for place in masks.indices.reversed() { overlaps[place].lighter = meets(masks[place]) }
    return overlaps
  }
}
