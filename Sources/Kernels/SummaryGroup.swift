// SPDX-License-Identifier: Apache-2.0

import CKernels

/// A group of a summary's entries: `count` bytes that name a term each, ascending, as many that name a
/// block, and as many codes.
public enum SummaryGroup {
  /// Bytes behind a group that may be read.
  public static let overrun = 31

  /// Adds `factor` × code to the sum of the block of each entry of `term`, in their order; both
  /// operations are rounded on their own.
  public static func add(
    _ group: UnsafePointer<UInt8>, count: Int, term: UInt8, factor: Float,
    to sums: UnsafeMutablePointer<Float>, with set: InstructionSet
  ) {
    guard set == .plain else {
      return ckernels_add_group_avx2(group, UInt32(count), term, factor, sums)
    }
    for entry in 0..<count where group[entry] == term {
      sums[Int(group[count + entry])] += factor * Float(group[2 * count + entry])
    }
  }
}
