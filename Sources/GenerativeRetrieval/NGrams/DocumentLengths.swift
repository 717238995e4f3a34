// SPDX-License-Identifier: Apache-2.0

/// How long documents are.
struct DocumentLengths: Sendable {
  private let lengths: [UInt32]
  private let average: Float

  init(_ lengths: [UInt32]) {
    self.lengths = lengths
    let sum = lengths.reduce(0) { $0 + Int($1) }
    average = max(1, Float(sum) / Float(max(1, lengths.count)))
  }

  /// The number of documents.
  var count: Int { lengths.count }

  /// 1 - b + b × length / average length.
  func factor(of document: Int, b: Float) -> Float {
    1 - b + b * Float(lengths[document]) / average
  }
}
