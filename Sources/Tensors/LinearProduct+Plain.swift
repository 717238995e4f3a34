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
        var sum = bias.isEmpty ? 0 : Double(bias[column])
        for index in 0..<inputs {
          sum +=
            Double(format.value(input, at: row * inputs + index))
            * Double(format.value(weights.start, at: column * inputs + index))
        }
        output[row * outputs + column] = Float(activation.applied(to: sum))
      }
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
