// SPDX-License-Identifier: Apache-2.0

/// The length factors of a field's documents while the index is built.
enum LengthFactors: Sendable {
  /// One byte a document and what the bytes stand for.
  case coded([UInt8], table: [Float])
  /// One number a document.
  case direct([Float])

  /// The factors of documents with the given lengths.
  init(lengths: [UInt32], scoring: FieldScoring) {
    if scoring.function.hasLossyLengths {
      self = .coded(lengths.map(LossyLength.encode), table: scoring.lossyFactors)
    } else {
      self = .direct(lengths.map(scoring.factor(length:)))
    }
  }

  /// Writes frequency × factor of every posting.
  func products(
    documents: UnsafeBufferPointer<UInt32>, frequencies: UnsafeBufferPointer<UInt32>,
    into products: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .coded(let codes, let table):
      codes.withUnsafeBufferPointer { codes in
        table.withUnsafeBufferPointer { table in
          for row in documents.indices {
            products[row] = Float(frequencies[row]) * table[Int(codes[Int(documents[row])])]
          }
        }
      }
    case .direct(let factors):
      factors.withUnsafeBufferPointer { factors in
        for row in documents.indices {
          products[row] = Float(frequencies[row]) * factors[Int(documents[row])]
        }
      }
    }
  }
}
