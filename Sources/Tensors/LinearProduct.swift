// SPDX-License-Identifier: Apache-2.0

import COneDNN

/// A product with fixed weights: `activation(input × weightsᵀ + bias)`, row by row.
///
/// By oneDNN where it has such a product on this machine, else in plain Swift; both in the calling
/// thread. Several threads may multiply at once. A row's result has the same bits alone and among
/// others.
///
/// `@unchecked Sendable`: nothing changes after `init` but the products that oneDNN makes for new
/// numbers of rows, which are guarded by a lock.
public final class LinearProduct: @unchecked Sendable {
  /// What is done to every element of the output.
  public enum Activation: Sendable, Hashable, CaseIterable {
    /// Nothing.
    case identity
    /// x Φ(x), with the error function (Hendrycks & Gimpel 2016).
    case gelu
    /// GELU by its approximation with tanh.
    case geluTanh
    /// x σ(x).
    case silu
    /// max(x, 0).
    case relu
    /// tanh x.
    case tanh
  }

  /// How products are computed.
  public enum Engine: Sendable, Hashable, CaseIterable {
    /// oneDNN, the processor's best vector instructions.
    case best
    /// Plain Swift: slow, on any machine, and what the other is tested against.
    case plain
  }

  /// Rows behind the last that must be readable in inputs and writable in outputs.
  public static let rowSlack = Int(CONEDNN_ROWS)

  /// Columns of the input.
  public let inputs: Int
  /// Columns of the output.
  public let outputs: Int
  /// How it is computed; what the input is prepared for.
  public let format: ProductFormat
  let bias: [Float]
  let activation: Activation
  /// What plain products read; nil where oneDNN has its own copy.
  let weights: WeightMatrix?
  let quantized: QuantizedWeights?
  private let product: OpaquePointer?
  /// Bias, and of products in whole numbers the scales, at addresses that stay.
  private let biasStart: UnsafeMutablePointer<Float>
  private let scales: [Float]
  private let sums: [Int32]

  /// A product with weights of `outputs` × `inputs`, stored as ``ProductFormat/storage`` says, and a
  /// bias of `outputs` values or none.
  public init(
    _ weights: WeightMatrix, bias: [Float] = [], activation: Activation = .identity,
    format: ProductFormat = .float32, engine: Engine = .best
  ) {
    precondition(bias.isEmpty || bias.count == weights.rows, "one bias value an output")
    precondition(weights.format == format.storage, "weights are stored for the product's format")
    self.bias = bias
    self.activation = activation
    self.format = format
    inputs = weights.columns
    outputs = weights.rows
    biasStart = .allocate(capacity: max(bias.count, 1))
    biasStart.initialize(from: bias.isEmpty ? [0] : bias, count: max(bias.count, 1))
    let quantized = format == .int8 ? QuantizedWeights(weights) : nil
    scales = quantized?.scales ?? []
    sums = quantized?.sums ?? []
    product =
      engine == .plain
      ? nil : Self.make(weights, quantized, bias.isEmpty ? nil : biasStart, activation, format)
    self.weights = product == nil ? weights : nil
    self.quantized = product == nil ? quantized : nil
  }

  deinit {
    conednn_product_free(product)
    biasStart.deallocate()
  }

  private static func make(
    _ weights: WeightMatrix, _ quantized: QuantizedWeights?, _ bias: UnsafePointer<Float>?,
    _ activation: Activation, _ format: ProductFormat
  ) -> OpaquePointer? {
    let (outputs, inputs) = (Int64(weights.rows), Int64(weights.columns))
    switch format {
    case .float32, .bfloat16:
      let code = Int32(format == .bfloat16 ? CONEDNN_BF16 : CONEDNN_F32)
      return conednn_product_make(
        outputs, inputs, weights.start, code, bias, activation.code, Int32(CONEDNN_F32))
    case .int8:
      // Bias and activation follow when the sums become floats.
      return quantized?.rounded.withUnsafeBytes {
        conednn_product_make(
          outputs, inputs, $0.baseAddress, Int32(CONEDNN_INT), nil, Int32(CONEDNN_IDENTITY),
          Int32(CONEDNN_INT))
      }
    }
  }

  /// Multiplies `rows` rows.
  ///
  /// - Parameters:
  ///   - input: Rows of ``inputs`` values as ``RowOperations/prepare(_:rows:width:for:into:)`` makes
  ///     them for ``format``, with ``rowSlack`` rows behind the last.
  ///   - output: Rows of ``outputs`` floats, with ``rowSlack`` rows behind the last.
  public func multiply(
    _ input: UnsafeRawPointer, rows: Int, into output: UnsafeMutablePointer<Float>
  ) {
    guard rows > 0 else { return }
    guard let product else { return multiplyPlain(input, rows: rows, into: output) }
    let failed: Int32
    if format == .int8 {
      let scalesSize = ProductFormat.scalesSize(rows: rows)
      failed = conednn_product_run_quantized(
        product, Int64(rows), (input + scalesSize).assumingMemoryBound(to: UInt8.self),
        input.assumingMemoryBound(to: conednn_row_scale.self), scales, sums,
        bias.isEmpty ? nil : UnsafePointer(biasStart), activation.code, output)
    } else {
      failed = conednn_product_run(product, Int64(rows), input, output)
    }
    precondition(failed == 0, "a product that oneDNN has made cannot be run: out of memory")
  }
}

extension LinearProduct.Activation {
  fileprivate var code: Int32 {
    switch self {
    case .identity: Int32(CONEDNN_IDENTITY)
    case .gelu: Int32(CONEDNN_GELU)
    case .geluTanh: Int32(CONEDNN_GELU_TANH)
    case .silu: Int32(CONEDNN_SILU)
    case .relu: Int32(CONEDNN_RELU)
    case .tanh: Int32(CONEDNN_TANH)
    }
  }
}
