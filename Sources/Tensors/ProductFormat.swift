// SPDX-License-Identifier: Apache-2.0

import COneDNN

/// How products with weights are computed.
public enum ProductFormat: String, Sendable, Hashable, CaseIterable {
  /// Inputs and weights in float32.
  case float32 = "f32"
  /// Inputs and weights rounded to bfloat16; sums in float32.
  case bfloat16 = "bf16"
  /// Inputs and weights rounded to bytes, with a scale for every row of the input and every output;
  /// sums in whole numbers, exactly.
  case int8

  /// How queries, keys and values are computed where the other products have this format.
  ///
  /// Of all products in bytes these cost the most: in bfloat16, where the processor has it, they
  /// halve the error of all-MiniLM-L6-v2's vectors for a tenth of the speed.
  public var ofProjections: ProductFormat {
    self == .int8 && conednn_has_bf16() != 0 ? .bfloat16 : self
  }

  /// How weights are stored before they become a product's.
  public var storage: NumberFormat { self == .bfloat16 ? .bfloat16 : .float32 }

  /// Bytes of `rows` rows of `width` values as inputs, with ``LinearProduct/rowSlack`` more behind.
  public func size(rows: Int, width: Int) -> Int {
    let values = (rows + LinearProduct.rowSlack) * width
    return switch self {
    case .float32: values * 4
    case .bfloat16: values * 2
    case .int8: Self.scalesSize(rows: rows) + values
    }
  }

  /// Bytes of the scales in front of rows of bytes: whole cache lines.
  static func scalesSize(rows: Int) -> Int { (rows * 8 + 63) / 64 * 64 }
}
