// SPDX-License-Identifier: Apache-2.0

/// The length factors of a field's documents while the index is built.
enum LengthFactors: Sendable {
  /// One byte a document and what the bytes stand for.
  case coded([UInt8], table: [Float])
  /// One number a document.
  case direct([Float])

  /// No factors yet, with room for those of `count` documents.
  init(_ scoring: FieldScoring, count: Int) {
    if scoring.function.hasLossyLengths {
      var codes: [UInt8] = []
      codes.reserveCapacity(count)
      self = .coded(codes, table: scoring.lossyFactors)
    } else {
      var factors: [Float] = []
      factors.reserveCapacity(count)
      self = .direct(factors)
    }
  }

  /// Adds the factors of the next documents, given their lengths.
  mutating func append(_ lengths: [UInt32], _ scoring: FieldScoring) {
    switch consume self {
    case .coded(var codes, let table):
      for length in lengths { codes.append(LossyLength.encode(length)) }
      self = .coded(codes, table: table)
    case .direct(var factors):
      for length in lengths { factors.append(scoring.factor(length: length)) }
      self = .direct(factors)
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
