// SPDX-License-Identifier: Apache-2.0

package import Retrieval
package import Tensors

/// Opens the encoder in a model's folder, whatever its architecture.
package enum EncoderModel {
  /// Architectures by their `model_type`.
  static let architectures = ["bert", "distilbert", "roberta", "xlm-roberta", "camembert"]

  /// Reads `config.json` and the weights.
  ///
  /// - Throws: `.malformed` for an architecture that is not known, and what reading throws.
  package static func open(
    _ folder: String, format: NumberFormat = .float32
  ) throws(DataError) -> TransformerEncoder {
    let path = folder + "/config.json"
    let configuration: ModelConfiguration = try readJSON(path)
    guard architectures.contains(configuration.model_type) else {
      throw DataError(
        .malformed, file: path,
        "found the architecture \"\(configuration.model_type)\", expected "
          + "one of " + architectures.joined(separator: ", "))
    }
    let checkpoint = try Checkpoint(folder: folder)
    let (shape, names) = try plan(configuration, checkpoint, path)
    return try TransformerEncoder(checkpoint, shape, names, format: format)
  }

  private static func plan(
    _ configuration: ModelConfiguration, _ checkpoint: Checkpoint, _ path: String
  ) throws(DataError) -> (TransformerShape, EncoderNames) {
    func required(_ name: String, _ values: Int?...) throws(DataError) -> Int {
      guard let value = values.compactMap({ $0 }).first, value > 0 else {
        throw DataError(.malformed, file: path, "found no \(name), expected a count above 0")
      }
      return value
    }
    let type = configuration.model_type
    guard configuration.position_embedding_type ?? "absolute" == "absolute" else {
      throw DataError(
        .malformed, file: path,
        "found positions \"\(configuration.position_embedding_type ?? "")\", expected absolute")
    }
    let hidden = try required("hidden_size", configuration.hidden_size, configuration.dim)
    let heads = try required(
      "num_attention_heads", configuration.num_attention_heads, configuration.n_heads)
    guard hidden % heads == 0 else {
      throw DataError(
        .malformed, file: path, "found \(heads) heads, expected a divisor of \(hidden)")
    }
    // RoBERTa numbers positions from behind the padding's id.
    let padding =
      ["roberta", "xlm-roberta", "camembert"].contains(type)
      ? configuration.pad_token_id ?? 1 : nil
    let offset = padding.map { $0 + 1 } ?? 0
    let shape = TransformerShape(
      hidden: hidden,
      layers: try required(
        "num_hidden_layers", configuration.num_hidden_layers, configuration.n_layers),
      heads: heads, headWidth: hidden / heads,
      intermediate: try required(
        "intermediate_size", configuration.intermediate_size, configuration.hidden_dim),
      activation: try activation(
        configuration.hidden_act ?? configuration.activation ?? "gelu", path),
      epsilon: configuration.layer_norm_eps ?? 1e-12, vocabulary: configuration.vocab_size,
      positions: try required("max_position_embeddings", configuration.max_position_embeddings)
        - offset,
      positionOffset: offset, padding: padding.map { Int32(clamping: $0) },
      segments: type == "distilbert" ? 0 : configuration.type_vocab_size ?? 2)
    let make: (String) -> EncoderNames =
      type == "distilbert"
      ? { EncoderNames.distilBERT(prefix: $0) } : { EncoderNames.bert(prefix: $0) }
    let prefixes = ["", "bert.", "roberta.", "distilbert.", "model."]
    let prefix = prefixes.first { checkpoint.has(make($0).words) } ?? ""
    return (shape, make(prefix))
  }

  private static func activation(
    _ name: String, _ path: String
  ) throws(DataError) -> LinearProduct.Activation {
    switch name {
    case "gelu", "gelu_python": return .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": return .geluTanh
    case "silu", "swish": return .silu
    case "relu": return .relu
    default:
      throw DataError(
        .malformed, file: path, "found the activation \"\(name)\", expected gelu, silu or relu")
    }
  }
}
