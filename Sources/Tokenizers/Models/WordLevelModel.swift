// SPDX-License-Identifier: Apache-2.0

/// Whole pieces only; what is not in the vocabulary is unknown.
struct WordLevelModel: Model {
  let vocabulary: Vocabulary
  var unknownID: Int32? { unknown }
  private let unknown: Int32
  let isCacheable = false

  init(_ vocabulary: Vocabulary, unknown: UInt32) {
    self.vocabulary = vocabulary
    self.unknown = Int32(bitPattern: unknown)
  }

  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ scratch: inout ModelScratch
  ) {
    ids.append(vocabulary.id(of: word).map { Int32(bitPattern: $0) } ?? unknown)
  }
}
