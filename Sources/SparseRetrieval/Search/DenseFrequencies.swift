// SPDX-License-Identifier: Apache-2.0

import Kernels

/// The frequency of a very frequent term in every document, four bits each.
///
/// Where the term is in one document of twelve or more, looking a document up costs one memory
/// access and no decoding.
struct DenseFrequencies {
  /// Stands for this frequency and all higher ones, which are looked up among the postings.
  static let saturated = Nibbles.largest

  private let nibbles: UnsafePointer<UInt8>

  init(nibbles: UnsafePointer<UInt8>) {
    self.nibbles = nibbles
  }

  /// Whether a long term of so many documents has such an array.
  static func isWorthwhile(documents: Int, of documentCount: Int) -> Bool {
    documents >= documentCount / 12
  }

  /// The array of a term.
  static func build(
    _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>,
    documentCount: Int
  ) -> [UInt8] {
    var nibbles = [UInt8](repeating: 0, count: Nibbles.byteCount(documentCount))
    for (document, frequency) in zip(documents, frequencies) {
      let code = UInt8(truncatingIfNeeded: min(frequency, saturated))
      nibbles[Int(document >> 1)] |= code << UInt8((document & 1) << 2)
    }
    return nibbles
  }

  /// Writes the frequencies of `count` documents, 0 where the term is absent.
  func look(
    up documents: UnsafePointer<UInt32>, count: Int,
    into frequencies: UnsafeMutablePointer<UInt32>, with set: InstructionSet
  ) {
    Nibbles.look(up: documents, count: count, in: nibbles, into: frequencies, with: set)
  }
}
