// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Sums of products, one a document, to which posting lists are added and from which the highest are
/// taken.
public enum ImpactSums {
  /// Entries that ``take(from:_:least:into:kept:with:)`` may overwrite behind those it writes.
  public static let overrun = 16

  /// Documents are taken in groups of so many.
  public static let group = 16

  /// Adds `factor` × weight to the sum of each document; both operations are rounded on their own.
  ///
  /// - Parameters:
  ///   - documents: Each at most once.
  ///   - set: The instructions to use.
  public static func add(
    _ documents: UnsafePointer<UInt16>, _ weights: UnsafePointer<Float>, count: Int, factor: Float,
    to sums: UnsafeMutablePointer<Float>, with set: InstructionSet
  ) {
    guard set == .plain else {
      return ckernels_add_f32_avx2(documents, weights, UInt64(count), factor, sums)
    }
    for posting in 0..<count {
      sums[Int(documents[posting])] += factor * weights[posting]
    }
  }

  /// As ``add(_:_:count:factor:to:with:)-(_,UnsafePointer<Float>,_,_,_,_)`` with weights as whole
  /// numbers.
  public static func add(
    _ documents: UnsafePointer<UInt16>, _ codes: UnsafePointer<UInt8>, count: Int, factor: Float,
    to sums: UnsafeMutablePointer<Float>, with set: InstructionSet
  ) {
    guard set == .plain else {
      return ckernels_add_u8_avx2(documents, codes, UInt64(count), factor, sums)
    }
    for posting in 0..<count {
      sums[Int(documents[posting])] += factor * Float(codes[posting])
    }
  }

  /// How many of the first `end` sums are not below `least`.
  ///
  /// - Parameter end: A multiple of ``group``.
  public static func count(
    _ sums: UnsafePointer<Float>, _ end: Int, least: Float, with set: InstructionSet
  ) -> Int {
    guard set == .plain else {
      return Int(ckernels_count_f32_avx2(sums, UInt32(end), least))
    }
    var count = 0
    for document in 0..<end { count &+= sums[document] >= least ? 1 : 0 }
    return count
  }

  /// Writes the documents of a range whose sum is not below `least` to `documents`, ascending, their
  /// sums to `kept`, and sets all sums of the range to 0.
  ///
  /// - Parameters:
  ///   - sums: One a document.
  ///   - range: Documents; both ends are multiples of ``group``.
  ///   - least: A number above 0.
  ///   - documents: Room for all of the range and ``overrun`` more.
  ///   - kept: As much room.
  ///   - set: The instructions to use.
  /// - Returns: How many were written.
  public static func take(
    from sums: UnsafeMutablePointer<Float>, _ range: Range<Int>, least: Float,
    into documents: UnsafeMutablePointer<UInt32>, kept: UnsafeMutablePointer<Float>,
    with set: InstructionSet
  ) -> Int {
    let (from, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
    switch set {
    case .plain: return SumTaking.take(from: sums, range, least, documents, kept)
    case .avx2: return Int(ckernels_take_f32_avx2(sums, from, end, least, documents, kept))
    case .avx512: return Int(ckernels_take_f32_avx512(sums, from, end, least, documents, kept))
    }
  }
}
