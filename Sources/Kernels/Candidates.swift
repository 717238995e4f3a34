// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Documents with sums of scores, in two parallel arrays.
public struct Candidates {
  /// Document numbers.
  public let documents: UnsafeMutablePointer<UInt32>
  /// What is known of their scores.
  public let sums: UnsafeMutablePointer<Double>

  /// Candidates in the given memory.
  public init(documents: UnsafeMutablePointer<UInt32>, sums: UnsafeMutablePointer<Double>) {
    self.documents = documents
    self.sums = sums
  }

  /// Which candidates are kept: those with `(Float(sum + others) - lowest) * scale >= bin`.
  public struct Limit {
    /// What may still be added to every sum.
    public var others: Double
    /// The score at which bin 0 starts.
    public var lowest: Float
    /// Bins a unit of score.
    public var scale: Float
    /// The lowest bin that is kept.
    public var bin: Float

    /// A limit.
    public init(others: Double, lowest: Float, scale: Float, bin: Float) {
      self.others = others
      self.lowest = lowest
      self.scale = scale
      self.bin = bin
    }
  }

  /// Moves the kept rows of a range to its front, in their order.
  ///
  /// - Returns: Where the kept rows end.
  public func keep(_ range: Range<Int>, _ limit: Limit, with set: InstructionSet) -> Int {
    if set == .avx512 {
      return Int(
        ckernels_keep_avx512(
          documents, sums, UInt32(range.lowerBound), UInt32(range.upperBound), limit.others,
          limit.lowest, limit.scale, limit.bin))
    }
    var kept = range.lowerBound
    for row in range {
      let document = documents[row]
      let sum = sums[row]
      documents[kept] = document
      sums[kept] = sum
      let position = (Float(sum + limit.others) - limit.lowest) * limit.scale
      kept &+= position >= limit.bin ? 1 : 0
    }
    return kept
  }

  /// Documents are taken out of sums in groups of so many.
  public static let group = 8

  /// The documents of so many whole groups that they hold `count`.
  public static func rounded(_ count: Int) -> Int { (count + group - 1) / group * group }

  /// Writes the documents of a range whose sum is not below `least` to the front, ascending, and
  /// sets all sums of the range to 0.
  ///
  /// - Parameters:
  ///   - all: One sum a document.
  ///   - range: The documents; both ends are multiples of ``group``.
  ///   - least: A number above 0.
  ///   - set: The instructions to use.
  /// - Returns: How many were written; up to ``BitPacking/overrun`` rows behind may be overwritten.
  public func take(
    from all: UnsafeMutablePointer<Double>, _ range: Range<Int>, least: Double,
    with set: InstructionSet
  ) -> Int {
    let (from, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
    switch set {
    case .plain: return SumTaking.take(from: all, range, least, documents, sums)
    case .avx2: return Int(ckernels_take_f64_avx2(all, from, end, least, documents, sums))
    case .avx512: return Int(ckernels_take_f64_avx512(all, from, end, least, documents, sums))
    }
  }
}
