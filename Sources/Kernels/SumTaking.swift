// SPDX-License-Identifier: Apache-2.0

/// The plain path of taking documents out of sums of any type.
enum SumTaking {
  /// Writes the documents of a range whose sum is not below `least`, ascending, and their sums, and sets
  /// all sums of the range to 0; returns how many were written.
  @inline(__always)
  static func take<Sum: BinaryFloatingPoint>(
    from sums: UnsafeMutablePointer<Sum>, _ range: Range<Int>, _ least: Sum,
    _ documents: UnsafeMutablePointer<UInt32>, _ kept: UnsafeMutablePointer<Sum>
  ) -> Int {
    var count = 0
    for document in range {
      documents[count] = UInt32(truncatingIfNeeded: document)
      kept[count] = sums[document]
      count &+= sums[document] >= least ? 1 : 0
      sums[document] = 0
    }
    return count
  }
}
