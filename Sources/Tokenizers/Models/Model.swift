// SPDX-License-Identifier: Apache-2.0

/// What turns a piece of text into tokens.
protocol Model: Sendable {
  var vocabulary: Vocabulary { get }

  /// The number of tokens, where one that is listed twice counts twice.
  var size: Int { get }

  /// The token that stands for what is no token; nil when there is none.
  var unknownID: Int32? { get }

  /// Whether remembering the tokens of a piece is faster than finding them again.
  var isCacheable: Bool { get }

  /// Appends the ids of the piece at `word`, which is well-formed UTF-8 and not empty.
  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ scratch: inout ModelScratch)
}

extension Model {
  var size: Int { vocabulary.count }
}

/// Working memory of the models.
struct ModelScratch {
  var symbols: [BytePairModel.Symbol] = []
  var queue: [BytePairModel.Merge] = []
  var path: [UnigramModel.PathNode] = []
  var bytes: [UInt8] = []
}
