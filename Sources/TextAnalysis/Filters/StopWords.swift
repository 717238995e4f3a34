// SPDX-License-Identifier: Apache-2.0

/// A set of short words that carry no meaning for retrieval; all have at most 8 bytes.
struct StopWords: Sendable {
  /// The 33 of Lucene's EnglishAnalyzer.
  static let english = StopWords(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then \
    there these they this to was will with
    """)

  /// The 36 of Lucene's CJKAnalyzer: the English ones and three fragments.
  static let cjk = StopWords(
    """
    a and are as at be but by for if in into is it no not of on or s such t that the their then \
    there these they this to was will with www
    """)

  private static let longest = 8

  /// Words as numbers, their first byte lowest, by length.
  private let words: [[UInt64]]

  init(_ text: String) {
    var words = Array(repeating: [UInt64](), count: Self.longest + 1)
    for word in text.utf8.split(separator: UInt8(ascii: " ")) {
      precondition(word.count <= Self.longest, "a stop word is longer than 8 bytes")
      words[word.count].append(word.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
    self.words = words
  }

  /// Whether `word` is one of them.
  func contains(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard word.count <= Self.longest, !words[word.count].isEmpty else { return false }
    var key: UInt64 = 0
    for byte in word.reversed() { key = key << 8 | UInt64(byte) }
    return words[word.count].contains(key)
  }
}
