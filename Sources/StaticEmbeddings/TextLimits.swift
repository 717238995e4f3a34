// SPDX-License-Identifier: Apache-2.0

import Tokenizers

/// How much of a text is read.
struct TextLimits: Sendable {
  /// The most characters (Unicode scalars) that the tokenizer sees; nil for all.
  let characters: Int?
  /// How many of its tokens then count, and from which end; nil for all.
  let truncation: Truncation?

  /// Model2Vec cuts a text to the characters that its tokens would have if they were of median length,
  /// and then the tokens. sentence-transformers cuts as the tokenizer's file says.
  init(
    _ layout: StaticModelLayout, _ options: StaticEncoder.Options, _ tokenizer: Tokenizer,
    _ vocabulary: VocabularyExtent
  ) {
    guard layout.isModel2Vec else {
      characters = nil
      var truncation = tokenizer.truncation
      if let maximum = options.maximumTokens {
        truncation = truncation ?? Truncation(maximumLength: maximum)
        truncation?.maximumLength = maximum
      }
      self.truncation = truncation
      return
    }
    let maximum = options.maximumTokens ?? layout.maximumTokens
    truncation = maximum.map { Truncation(maximumLength: $0) }
    characters = maximum.map {
      let (product, overflow) = $0.multipliedReportingOverflow(by: vocabulary.medianLength)
      return overflow ? .max : product
    }
  }

  /// The bytes of `text` that the tokenizer sees: a number of whole characters.
  func seen(of text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let characters, text.count > characters else { return text.count }
    var seen = 0
    for (offset, byte) in text.enumerated() where byte & 0xC0 != 0x80 {
      if seen == characters { return offset }
      seen += 1
    }
    return text.count
  }

  /// Those of `ids` that count.
  func kept(_ ids: [Int32]) -> ArraySlice<Int32> {
    guard let truncation else { return ids[...] }
    return truncation.keepsEnd
      ? ids.suffix(truncation.maximumLength) : ids.prefix(truncation.maximumLength)
  }
}

/// How many tokens a tokenizer has and how long they are.
struct VocabularyExtent: Sendable {
  /// The number of tokens.
  let count: Int
  /// One more than the highest id.
  let size: Int
  /// The median of the tokens' lengths in Unicode scalars, rounded down.
  let medianLength: Int

  init(_ tokenizer: Tokenizer) {
    var lengths: [Int] = []
    var size = 0
    tokenizer.forEachToken { token, id in
      lengths.append(token.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) })
      size = max(size, Int(id) + 1)
    }
    lengths.sort()
    count = lengths.count
    self.size = size
    let middle = lengths.count / 2
    medianLength =
      lengths.isEmpty
      ? 0 : lengths.count % 2 == 1 ? lengths[middle] : (lengths[middle - 1] + lengths[middle]) / 2
  }
}
