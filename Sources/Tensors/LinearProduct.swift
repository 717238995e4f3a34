// SPDX-License-Identifier: Apache-2.0

import COneDNN

/// A product with fixed weights: `activation(input × weightsᵀ + bias)`, row by row.
///
/// By oneDNN where it has such a product on this machine, else in plain Swift; both in the calling
/// thread. Several threads may multiply at once.
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
  /// The number format of weights and input.
  public let format: NumberFormat
  let weights: WeightMatrix
  let bias: [Float]
  let activation: Activation
  private let product: OpaquePointer?
  private let biasStart: UnsafeMutablePointer<Float>

  /// A product with weights of `outputs` × `inputs` and a bias of `outputs` values or none.
  public init(
    _ weights: WeightMatrix, bias: [Float] = [], activation: Activation = .identity,
    engine: Engine = .best
  ) {
    precondition(bias.isEmpty || bias.count == weights.rows, "one bias value an output")
    self.weights = weights
    self.bias = bias
    self.activation = activation
    inputs = weights.columns
    outputs = weights.rows
    format = weights.format
    biasStart = .allocate(capacity: max(bias.count, 1))
    biasStart.initialize(from: bias.isEmpty ? [0] : bias, count: max(bias.count, 1))
    product =
      engine == .plain
      ? nil
      : conednn_product_make(
        Int64(weights.rows), Int64(weights.columns), weights.start,
        Int32(weights.format == .bfloat16 ? CONEDNN_BF16 : CONEDNN_F32),
        bias.isEmpty ? nil : UnsafePointer(biasStart), activation.code)
  }

  deinit {
    conednn_product_free(product)
    biasStart.deallocate()
  }

  /// Multiplies `rows` rows.
  ///
  /// - Parameters:
  ///   - input: Rows of ``inputs`` values in ``format``, with ``rowSlack`` rows behind the last.
  ///   - output: Rows of ``outputs`` floats, with ``rowSlack`` rows behind the last.
  public func multiply(
    _ input: UnsafeRawPointer, rows: Int, into output: UnsafeMutablePointer<Float>
  ) {
    guard rows > 0 else { return }
    if let product, conednn_product_run(product, Int64(rows), input, output) == 0 { return }
    multiplyPlain(input, rows: rows, into: output)
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
