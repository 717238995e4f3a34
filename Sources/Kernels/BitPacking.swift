// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Small unsigned numbers stored with just the bits they need.
///
/// The bits of value `i` are `i * bits ..< (i + 1) * bits` of the packed bytes, least significant
/// bit first, so that any single value can be read without its neighbours.
public struct BitPacking: Sendable {
  /// Bytes behind packed data that must be readable; their values do not matter.
  public static let slack = Int(CKERNELS_SLACK)
  /// Values behind the last one that unpacking may overwrite.
  public static let overrun = Int(CKERNELS_OVERRUN)
  /// Wider values than this take the plain path: with their offset in a byte they exceed 32 bits.
  private static let widestVector: UInt32 = 25

  private let set: InstructionSet

  /// Packing with the given instructions, which this machine must have.
  public init(_ set: InstructionSet = .best) {
    precondition(set.rawValue <= InstructionSet.best.rawValue, "the machine lacks \(set)")
    self.set = set
  }

  /// The bits that the largest value needs.
  public static func width(of largest: UInt32) -> UInt32 {
    UInt32(UInt32.bitWidth &- largest.leadingZeroBitCount)
  }

  /// The bytes of `count` values of `bits` bits.
  public static func byteCount(_ count: Int, bits: UInt32) -> Int {
    (count &* Int(bits) &+ 7) >> 3
  }

  /// Packs `count` values, none wider than `bits`, and returns the number of bytes.
  ///
  /// Up to seven bytes behind the last may be overwritten.
  public static func pack(
    _ values: UnsafePointer<UInt32>, count: Int, bits: UInt32, into packed: UnsafeMutableRawPointer
  ) -> Int {
    var pending: UInt64 = 0
    var filled: UInt64 = 0
    var offset = 0
    for index in 0..<count {
      pending |= UInt64(values[index]) &<< filled
      filled &+= UInt64(bits)
      if filled >= 32 {
        let word = UInt32(truncatingIfNeeded: pending).littleEndian
        packed.storeBytes(of: word, toByteOffset: offset, as: UInt32.self)
        offset &+= 4
        pending >>= 32
        filled &-= 32
      }
    }
    packed.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
    return byteCount(count, bits: bits)
  }

  /// Value `index` alone.
  @inlinable
  public static func value(_ packed: UnsafeRawPointer, bits: UInt32, at index: Int) -> UInt32 {
    let start = index &* Int(bits)
    let word = UInt64(
      littleEndian: packed.loadUnaligned(fromByteOffset: start >> 3, as: UInt64.self))
    return UInt32(truncatingIfNeeded: (word >> UInt64(start & 7)) & ((1 << UInt64(bits)) &- 1))
  }

  /// Reads `count` values of `bits` bits and adds `constant` to each.
  public func unpack(
    _ packed: UnsafeRawPointer, bits: UInt32, count: Int, adding constant: UInt32,
    into values: UnsafeMutablePointer<UInt32>
  ) {
    let bytes = packed.assumingMemoryBound(to: UInt8.self)
    switch bits <= Self.widestVector ? set : .plain {
    case .plain:
      for index in 0..<count {
        values[index] = Self.value(packed, bits: bits, at: index) &+ constant
      }
    case .avx2: ckernels_unpack_avx2(bytes, bits, UInt32(count), constant, values)
    case .avx512: ckernels_unpack_avx512(bytes, bits, UInt32(count), constant, values)
    }
  }

  /// Reads `count` gaps of `bits` bits and writes the increasing numbers that they are between:
  /// number `i` is `base` + the sum over gaps `0...i` of gap + 1, modulo 2³².
  public func unpackGaps(
    _ packed: UnsafeRawPointer, bits: UInt32, count: Int, base: UInt32,
    into values: UnsafeMutablePointer<UInt32>
  ) {
    let bytes = packed.assumingMemoryBound(to: UInt8.self)
    switch bits <= Self.widestVector ? set : .plain {
    case .plain:
      var last = base
      for index in 0..<count {
        last = last &+ Self.value(packed, bits: bits, at: index) &+ 1
        values[index] = last
      }
    case .avx2: ckernels_unpack_gaps_avx2(bytes, bits, UInt32(count), base, values)
    case .avx512: ckernels_unpack_gaps_avx512(bytes, bits, UInt32(count), base, values)
    }
  }

  /// The sum of `count` values of `bits` bits; at most 256 values.
  public func sum(_ packed: UnsafeRawPointer, bits: UInt32, count: Int) -> UInt64 {
    let bytes = packed.assumingMemoryBound(to: UInt8.self)
    switch bits <= Self.widestVector ? set : .plain {
    case .plain:
      var sum: UInt64 = 0
      for index in 0..<count { sum &+= UInt64(Self.value(packed, bits: bits, at: index)) }
      return sum
    case .avx2: return ckernels_sum_avx2(bytes, bits, UInt32(count))
    case .avx512: return ckernels_sum_avx512(bytes, bits, UInt32(count))
    }
  }
}
