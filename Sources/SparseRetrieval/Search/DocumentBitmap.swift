// SPDX-License-Identifier: Apache-2.0

/// Which documents have a very frequent term, and which posting is theirs, in one memory access.
///
/// Groups of eight words, one cache line: the number of postings before the group, then seven words
/// of one bit a document.
struct DocumentBitmap {
  static let groupWords = 8
  static let groupDocuments: UInt32 = 7 * 64

  private let words: UnsafePointer<UInt64>

  init(words: UnsafePointer<UInt64>) {
    self.words = words
  }

  /// The words of a collection of `documents` documents.
  static func wordCount(documents: Int) -> Int {
    (documents + Int(groupDocuments) - 1) / Int(groupDocuments) * groupWords
  }

  /// The bitmap of the given documents, ascending.
  static func build(_ documents: UnsafeBufferPointer<UInt32>, documentCount: Int) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: wordCount(documents: documentCount))
    for document in documents {
      let group = Int(document / groupDocuments) * groupWords
      let bit = Int(document % groupDocuments)
      words[group + 1 + bit >> 6] |= 1 << UInt64(bit & 63)
    }
    var before: UInt64 = 0
    for group in stride(from: 0, to: words.count, by: groupWords) {
      words[group] = before
      for word in words[(group + 1)..<(group + groupWords)] {
        before += UInt64(word.nonzeroBitCount)
      }
    }
    return words
  }

  /// The posting of a document, counted from 0, or nil when it does not have the term.
  @inline(__always)
  func posting(of document: UInt32) -> Int? {
    let group = words + Int(document / Self.groupDocuments) &* Self.groupWords
    let bit = Int(document % Self.groupDocuments)
    let word = group[1 &+ bit >> 6]
    guard word &>> UInt64(bit & 63) & 1 == 1 else { return nil }
    var posting = Int(group[0])
    for index in 1..<(1 &+ bit >> 6) { posting &+= group[index].nonzeroBitCount }
    let below = word & ((1 &<< UInt64(bit & 63)) &- 1)
    return posting &+ below.nonzeroBitCount
  }
}
