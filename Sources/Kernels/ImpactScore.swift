// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Inner products of a query's vector with documents' vectors that are lists of terms and weights.
///
/// A query is a table with the factor of every term, 0 for those that it has not, and a filter of
/// 1024 bits, in which the bit of each of its terms is set: few terms of a document share a bit with
/// one, so that a path with vector instructions looks few up in the table. The products are added in
/// the order of the document's terms, each operation rounded to `Float` on its own, on every path.
public enum ImpactScore {
  /// Bytes of a filter.
  public static let filterSize = 128

  /// Sets the bit of a term.
  @inline(__always)
  public static func mark(_ term: UInt32, in filter: UnsafeMutablePointer<UInt8>) {
    filter[Int(term >> 3) & (filterSize - 1)] |= 1 << UInt8(truncatingIfNeeded: term & 7)
  }

  /// Whether this machine has the instructions of the path with vector instructions.
  public static let isVectorised = ckernels_has_vbmi2() != 0

  /// How a vector is stored.
  public struct Shape: Sendable, Hashable {
    /// Whether a term has 16 bits, else 32.
    public let hasShortTerms: Bool
    /// Whether weights are whole numbers of eight bits, else floats.
    public let hasCodes: Bool

    /// A shape.
    public init(hasShortTerms: Bool, hasCodes: Bool) {
      self.hasShortTerms = hasShortTerms
      self.hasCodes = hasCodes
    }
  }

  /// The inner product with a vector of `count` terms, at addresses that need not be aligned.
  ///
  /// - Parameter isVectorised: Only where ``isVectorised`` says so.
  @inline(__always)
  public static func score(
    _ terms: UnsafeRawPointer, _ weights: UnsafeRawPointer, count: Int, _ shape: Shape,
    filter: UnsafePointer<UInt8>, factors: UnsafePointer<Float>, isVectorised: Bool
  ) -> Float {
    switch (shape.hasShortTerms, shape.hasCodes) {
    case (true, false):
      score(terms, weights, count, filter, factors, isVectorised, ckernels_impact_score_16_f32) {
        $0
      }
    case (true, true):
      score(terms, weights, count, filter, factors, isVectorised, ckernels_impact_score_16_u8) {
        Float($0)
      }
    case (false, false):
      score(terms, weights, count, filter, factors, isVectorised, ckernels_impact_score_32_f32) {
        $0
      }
    case (false, true):
      score(terms, weights, count, filter, factors, isVectorised, ckernels_impact_score_32_u8) {
        Float($0)
      }
    }
  }

  /// The path of one type of terms and of weights, by `kernel` or plainly.
  @inline(__always)
  private static func score<Term: FixedWidthInteger, Weight>(
    _ terms: UnsafeRawPointer, _ weights: UnsafeRawPointer, _ count: Int,
    _ filter: UnsafePointer<UInt8>, _ factors: UnsafePointer<Float>, _ isVectorised: Bool,
    _ kernel: (
      UnsafePointer<Term>?, UnsafePointer<Weight>?, UInt32, UnsafePointer<UInt8>?,
      UnsafePointer<Float>?
    ) -> Float, _ value: (Weight) -> Float
  ) -> Float {
    let terms = terms.assumingMemoryBound(to: Term.self)
    let weights = weights.assumingMemoryBound(to: Weight.self)
    if isVectorised { return kernel(terms, weights, UInt32(count), filter, factors) }
    var sum: Float = 0
    for place in 0..<count {
      sum += factors[Int(truncatingIfNeeded: terms[place])] * value(weights[place])
    }
    return sum
  }

  /// Asks for bytes that are read soon.
  @inline(__always)
  public static func fetch(_ start: UnsafeRawPointer, count: Int) {
    ckernels_fetch(start, UInt64(count))
  }
}
