// SPDX-License-Identifier: Apache-2.0

/// A posting while the index is built: `gap << 1 | (frequency == 1)` as a variable-length number,
/// then the frequency when it is above 1: two bytes for most.
enum EncodedPosting {
  /// The most bytes that a posting takes: five for the gap, five for the frequency.
  static let longest = 10

  /// Writes a posting and moves the cursor behind it.
  @inline(__always)
  static func write(
    gap: UInt32, frequency: UInt32, _ cursor: inout UnsafeMutablePointer<UInt8>
  ) {
    guard frequency != 1 else {
      return VariableLength.write(UInt64(gap) << 1 | 1, &cursor)
    }
    VariableLength.write(UInt64(gap) << 1, &cursor)
    VariableLength.write(UInt64(frequency), &cursor)
  }

  /// Reads a posting and moves the cursor behind it.
  @inline(__always)
  static func read(_ cursor: inout UnsafePointer<UInt8>) -> (gap: UInt32, frequency: UInt32) {
    let gap = VariableLength.read(&cursor)
    let frequency = gap & 1 == 1 ? 1 : UInt32(truncatingIfNeeded: VariableLength.read(&cursor))
    return (UInt32(truncatingIfNeeded: gap >> 1), frequency)
  }
}
