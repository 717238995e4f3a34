// SPDX-License-Identifier: Apache-2.0

/// How the numbers of a table of vectors are stored.
public enum VectorFormat: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 binary32.
  case float32 = "f32"
  /// IEEE 754 binary16, to nearest even.
  case float16 = "f16"
  /// The upper half of a binary32, to nearest even.
  case bfloat16 = "bf16"
  /// Whole numbers from -127 to 127 times one scale a row: its largest magnitude / 127.
  case int8
  /// One bit a number, 1 where it is above 0; as a vector, ±1. Least significant bit first.
  case binary

  /// Bytes of `dimensions` numbers, without padding.
  public func size(of dimensions: Int) -> Int {
    switch self {
    case .float32: dimensions * 4
    case .float16, .bfloat16: dimensions * 2
    case .int8: dimensions
    case .binary: (dimensions + 7) / 8
    }
  }

  /// Bytes from row to row where rows are padded with zeros, so that kernels may read whole groups
  /// of numbers: a multiple of 16.
  func paddedSize(of dimensions: Int) -> Int { (size(of: dimensions) + 15) / 16 * 16 }

  /// The number that stands for this format in files.
  var code: UInt32 {
    switch self {
    case .float32: 0
    case .float16: 1
    case .bfloat16: 2
    case .int8: 3
    case .binary: 4
    }
  }

  /// The most dimensions of a table: products of int8 then fit 32 bits.
  static let mostDimensions = 65_536
}
