// SPDX-License-Identifier: Apache-2.0

/// How numbers are stored.
public enum NumberFormat: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 binary32.
  case float32 = "f32"
  /// IEEE 754 binary16.
  case float16 = "f16"
  /// The upper half of a binary32.
  case bfloat16 = "bf16"

  /// Bytes of one number.
  public var size: Int { self == .float32 ? 4 : 2 }

  /// Number `index` behind `start`, which need not be aligned.
  @inlinable
  public func value(_ start: UnsafeRawPointer, at index: Int) -> Float {
    switch self {
    case .float32: start.loadUnaligned(fromByteOffset: index &* 4, as: Float.self)
    case .bfloat16:
      Float(
        bitPattern: UInt32(start.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)) << 16)
    case .float16:
      Self.widened(start.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
    }
  }

  /// The value of a binary16, exactly.
  @inlinable
  static func widened(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7FFF)
    if magnitude >= 0x7C00 {
      return Float(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x3FF) << 13)
    }
    // Scaling by 2^112 moves the exponent from one bias to the other, subnormals included.
    let scaled =
      Float(bitPattern: magnitude << 13) * Float(sign: .plus, exponent: 112, significand: 1)
    return Float(bitPattern: sign | scaled.bitPattern)
  }
}
