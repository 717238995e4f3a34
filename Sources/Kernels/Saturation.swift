// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Term-frequency saturation, the shape all BM25 variants share:
/// `offset + (weight - weight / (shift + frequency * factor))`.
///
/// Every operation is rounded to `Float` on its own, in this order, on every path: Lucene's
/// `BM25Similarity` computes so, and a score does not depend on the machine.
public struct Saturation: Sendable, Hashable {
  /// Upper limit of the saturating part.
  public var weight: Float
  /// What is added to frequency × factor; 1 except in BM25L.
  public var shift: Float
  /// What every match scores besides; 0 except in BM25+.
  public var offset: Float

  /// A saturation with the given constants.
  public init(weight: Float, shift: Float = 1, offset: Float = 0) {
    self.weight = weight
    self.shift = shift
    self.offset = offset
  }

  /// The score of one posting, from frequency × factor; never falls as that product grows.
  @inlinable
  public func score(_ product: Float) -> Float {
    offset + (weight - weight / (shift + product))
  }

  /// Where a document's length factor is found.
  public enum Factors {
    /// `table[codes[document]]`; 64 more bytes must be readable behind `codes`.
    case coded(UnsafePointer<UInt8>, table: UnsafePointer<Float>)
    /// `factors[document]`.
    case direct(UnsafePointer<Float>)

    /// The factor of one document.
    @inlinable
    public subscript(document: UInt32) -> Float {
      switch self {
      case .coded(let codes, let table): table[Int(codes[Int(document)])]
      case .direct(let factors): factors[Int(document)]
      }
    }
  }

  /// Scores `count` postings, a frequency of 0 with 0; up to ``BitPacking/overrun`` scores behind may be overwritten, and as
  /// many documents and frequencies behind must be readable.
  public func score(
    documents: UnsafePointer<UInt32>, frequencies: UnsafePointer<UInt32>, count: Int,
    factors: Factors, into scores: UnsafeMutablePointer<Float>, with set: InstructionSet
  ) {
    let number = UInt32(count)
    switch (set, factors) {
    case (.plain, _):
      for index in 0..<count {
        let product = Float(frequencies[index]) * factors[documents[index]]
        scores[index] = frequencies[index] == 0 ? 0 : score(product)
      }
    case (.avx2, .coded(let codes, let table)):
      ckernels_saturation_coded_avx2(
        documents, frequencies, number, codes, table, weight, shift, offset, scores)
    case (.avx2, .direct(let factors)):
      ckernels_saturation_avx2(
        documents, frequencies, number, factors, weight, shift, offset, scores)
    case (.avx512, .coded(let codes, let table)):
      ckernels_saturation_coded_avx512(
        documents, frequencies, number, codes, table, weight, shift, offset, scores)
    case (.avx512, .direct(let factors)):
      ckernels_saturation_avx512(
        documents, frequencies, number, factors, weight, shift, offset, scores)
    }
  }
}
