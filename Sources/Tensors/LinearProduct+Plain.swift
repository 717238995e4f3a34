// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension LinearProduct {
  /// The product by its definition, summed in `Double`.
  func multiplyPlain(
    _ input: UnsafeRawPointer, rows: Int, into output: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      for column in 0..<outputs {
        let sum = product(of: row, column, input, rows: rows)
        let shifted = sum + (bias.isEmpty ? 0 : Double(bias[column]))
        output[row * outputs + column] = Float(activation.applied(to: shifted))
      }
    }
  }

  private func product(
    of row: Int, _ column: Int, _ input: UnsafeRawPointer, rows: Int
  ) -> Double {
    if let quantized {
      let scale = input.load(fromByteOffset: row * 8, as: Float.self)
      let zero = input.load(fromByteOffset: row * 8 + 4, as: Int32.self)
      let bytes = input + ProductFormat.scalesSize(rows: rows) + row * inputs
      let sum = (0..<inputs).reduce(0) { sum, index in
        let value = Int(bytes.load(fromByteOffset: index, as: UInt8.self)) - Int(zero)
        return sum + value * Int(quantized.rounded[column * inputs + index])
      }
      return Double(sum) * Double(scale) * Double(quantized.scales[column])
    }
    guard let weights else { preconditionFailure("a plain product keeps its weights") }
    return (0..<inputs).reduce(0) { sum, index in
      sum + Double(weights.format.value(input, at: row * inputs + index))
        * Double(weights.format.value(weights.start, at: column * inputs + index))
    }
  }
}

extension LinearProduct.Activation {
  /// The activation of one value.
  func applied(to x: Double) -> Double {
    switch self {
    case .identity: x
    case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .geluTanh:
      0.5 * x * (1 + hyperbolicTangent((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .silu: x / (1 + exp(-x))
    case .relu: max(x, 0)
    case .tanh: hyperbolicTangent(x)
    }
  }
}

/// The C library's, which an activation's name hides.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
