// SPDX-License-Identifier: Apache-2.0

import COneDNN

/// Operations on rows of floats, as transformers need them.
public enum RowOperations {
  /// Adds `residual` if there is one, then normalises every row to mean 0 and variance 1, scales
  /// and shifts (Ba et al. 2016).
  public static func layerNorm(
    _ x: UnsafeMutablePointer<Float>, adding residual: UnsafePointer<Float>?, rows: Int, width: Int,
    scale: [Float], shift: [Float], epsilon: Float
  ) {
    scale.withUnsafeBufferPointer { scale in
      shift.withUnsafeBufferPointer { shift in
        conednn_layer_norm(
          x, residual, Int64(rows), Int64(width), scale.baseAddress,
          shift.isEmpty ? nil : shift.baseAddress, epsilon)
      }
    }
  }

  /// Divides every row by its root mean square and scales (Zhang & Sennrich 2019).
  public static func rmsNorm(
    _ x: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, rows: Int, width: Int,
    scale: [Float], epsilon: Float
  ) {
    scale.withUnsafeBufferPointer {
      conednn_rms_norm(output, x, Int64(rows), Int64(width), $0.baseAddress, epsilon)
    }
  }

  /// `x += other`.
  public static func add(
    _ other: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, count: Int
  ) {
    conednn_add(x, other, Int64(count))
  }

  /// Rounds to bfloat16, to nearest even.
  public static func roundToBFloat16(
    _ x: UnsafePointer<Float>, into output: UnsafeMutablePointer<UInt16>, count: Int
  ) {
    conednn_to_bf16(x, output, Int64(count))
  }

  /// Brings rows into the form in which products read them.
  ///
  /// - Parameter output: ``ProductFormat/size(rows:width:)`` bytes.
  public static func prepare(
    _ x: UnsafePointer<Float>, rows: Int, width: Int, for format: ProductFormat,
    into output: UnsafeMutableRawPointer
  ) {
    switch format {
    case .float32: output.copyMemory(from: x, byteCount: rows * width * 4)
    case .bfloat16:
      conednn_to_bf16(x, output.assumingMemoryBound(to: UInt16.self), Int64(rows * width))
    case .int8:
      let bytes = output + ProductFormat.scalesSize(rows: rows)
      conednn_quantize(
        x, Int64(rows), Int64(width), bytes.assumingMemoryBound(to: UInt8.self),
        output.assumingMemoryBound(to: conednn_row_scale.self))
    }
  }

  /// A matrix in memory: where it starts and how many values lie between two rows.
  public struct Matrix {
    /// The first value.
    public var start: UnsafePointer<Float>
    /// Values from one row to the next.
    public var stride: Int

    /// A matrix at `start`.
    public init(_ start: UnsafePointer<Float>, stride: Int) {
      self.start = start
      self.stride = stride
    }
  }

  /// `output = scale × left × right`, or with `right` transposed.
  ///
  /// - Parameters:
  ///   - shape: Rows of `left`, columns of the result, columns of `left`.
  ///   - transposed: Whether `right` has a row for each column of the result.
  public static func multiply(
    _ left: Matrix, _ right: Matrix, transposed: Bool, shape: (rows: Int, columns: Int, inner: Int),
    scale: Float = 1, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    conednn_multiply(
      transposed ? 1 : 0, Int64(shape.rows), Int64(shape.columns), Int64(shape.inner), scale,
      left.start, Int64(left.stride), right.start, Int64(right.stride), 0, output, Int64(stride))
  }
}
