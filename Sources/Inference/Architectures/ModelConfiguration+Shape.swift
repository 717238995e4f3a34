// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Tensors

extension ModelConfiguration {
  /// More layers than any model has.
  static let mostLayers = 10_000

  /// How many layers there are.
  func layers(_ name: String, _ other: String? = nil) throws(DataError) -> Int {
    try count(name, other ?? name, upTo: Self.mostLayers)
  }

  /// The width of each of `heads` heads: `head_dim` where that is there, else they share `hidden`
  /// values.
  func headWidth(_ hidden: Int, heads: Int) throws(DataError) -> Int {
    if let width = try optionalCount("head_dim", upTo: Self.largest) { return width }
    guard hidden % heads == 0 else {
      throw fault("found \(heads) heads, expected a divisor of the width \(hidden)")
    }
    return hidden / heads
  }

  /// An activation by the name that transformers gives it.
  func activation(
    _ names: String..., missing: String
  ) throws(DataError) -> LinearProduct.Activation {
    let name = names.first { mentions($0) } ?? names[0]
    let activations: [String: LinearProduct.Activation] = [
      "gelu": .gelu, "gelu_python": .gelu, "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh,
      "gelu_fast": .geluTanh, "silu": .silu, "swish": .silu, "relu": .relu,
    ]
    guard let activation = activations[try word(name) ?? missing] else {
      throw unexpected(name, "gelu, gelu_new, silu or relu")
    }
    return activation
  }

  /// The rotary positions that this says, or that `parameters` says inside of this.
  ///
  /// - Parameters:
  ///   - theta: The base when nothing says one.
  ///   - width: Values of a head.
  func rotation(
    theta: Float, width: Int, parameters: ModelConfiguration? = nil
  ) throws(DataError) -> Rotation {
    let settings: ModelConfiguration
    if let parameters {
      settings = parameters
    } else if let part = try part("rope_parameters", "rope_scaling") {
      settings = part
    } else {
      settings = self
    }
    let share = try settings.number(
      "partial_rotary_factor", missing: try number("partial_rotary_factor", missing: 1))
    guard share <= 1 else { throw settings.unexpected("partial_rotary_factor", "at most 1") }
    let turned = Int(Float(width) * share)
    guard turned > 0, turned % 2 == 0 else {
      throw fault("found \(turned) values of a head that turn, expected an even number")
    }
    return Rotation(
      theta: try settings.number(
        "rope_theta", missing: try number("rope_theta", missing: theta)),
      width: turned, stretch: try settings.stretch())
  }

  private func stretch() throws(DataError) -> Rotation.Stretch? {
    let name = mentions("rope_type") ? "rope_type" : "type"
    switch try word(name) {
    case nil, "default": return nil
    case "linear": return .linear(try number("factor"))
    case "llama3":
      let (low, high) = (try number("low_freq_factor"), try number("high_freq_factor"))
      guard low < high else { throw unexpected("low_freq_factor", "less than high_freq_factor") }
      return .llama3(
        factor: try number("factor"), low: low, high: high,
        original: try number("original_max_position_embeddings"))
    default: throw unexpected(name, "default, linear or llama3")
    }
  }
}
