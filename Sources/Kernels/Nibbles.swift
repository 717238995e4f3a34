// SPDX-License-Identifier: Apache-2.0

import CKernels

/// An array of four-bit numbers, low half of a byte first.
public enum Nibbles {
  /// The largest number.
  public static let largest: UInt32 = 15

  /// The bytes of `count` numbers.
  public static func byteCount(_ count: Int) -> Int { (count + 1) / 2 }

  /// Number `index`.
  @inlinable
  public static func value(_ nibbles: UnsafePointer<UInt8>, at index: UInt32) -> UInt32 {
    UInt32(nibbles[Int(index >> 1)] >> UInt8((index & 1) << 2)) & largest
  }

  /// Writes the numbers at `indices`.
  ///
  /// ``BitPacking/slack`` bytes behind the array must be readable, ``BitPacking/overrun`` indices
  /// behind the last too, and as many values behind the last may be overwritten.
  public static func look(
    up indices: UnsafePointer<UInt32>, count: Int, in nibbles: UnsafePointer<UInt8>,
    into values: UnsafeMutablePointer<UInt32>, with set: InstructionSet
  ) {
    switch set {
    case .plain:
      for row in 0..<count { values[row] = value(nibbles, at: indices[row]) }
    case .avx2: ckernels_nibbles_avx2(nibbles, indices, UInt32(count), values)
    case .avx512: ckernels_nibbles_avx512(nibbles, indices, UInt32(count), values)
    }
  }
}
