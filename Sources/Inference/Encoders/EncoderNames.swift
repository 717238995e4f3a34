// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Tensors

/// What the tensors of an encoder are called.
package struct EncoderNames: Sendable, Hashable {
  var words: String
  var positions: String
  var segments: String?
  /// A norm or a product is `name.weight` and `name.bias`.
  var norm: String
  /// What stands before the names of a layer's parts; `#` is its number.
  var layer: String
  var queries: String
  var keys: String
  var values: String
  var output: String
  var attentionNorm: String
  var up: String
  var down: String
  var layerNorm: String
}

extension EncoderNames {
  /// BERT's, also of RoBERTa, XLM-R and their children; `prefix` ends in a point or is empty.
  static func bert(prefix: String) -> EncoderNames {
    EncoderNames(
      words: prefix + "embeddings.word_embeddings.weight",
      positions: prefix + "embeddings.position_embeddings.weight",
      segments: prefix + "embeddings.token_type_embeddings.weight",
      norm: prefix + "embeddings.LayerNorm", layer: prefix + "encoder.layer.#.",
      queries: "attention.self.query", keys: "attention.self.key", values: "attention.self.value",
      output: "attention.output.dense", attentionNorm: "attention.output.LayerNorm",
      up: "intermediate.dense", down: "output.dense", layerNorm: "output.LayerNorm")
  }

  /// DistilBERT's.
  static func distilBERT(prefix: String) -> EncoderNames {
    EncoderNames(
      words: prefix + "embeddings.word_embeddings.weight",
      positions: prefix + "embeddings.position_embeddings.weight", segments: nil,
      norm: prefix + "embeddings.LayerNorm", layer: prefix + "transformer.layer.#.",
      queries: "attention.q_lin", keys: "attention.k_lin", values: "attention.v_lin",
      output: "attention.out_lin", attentionNorm: "sa_layer_norm", up: "ffn.lin1",
      down: "ffn.lin2", layerNorm: "output_layer_norm")
  }
}

/// Reads the weights of layers.
struct LayerReader {
  let checkpoint: Checkpoint
  let shape: TransformerShape
  let names: EncoderNames
  let format: NumberFormat

  func norm(_ name: String) throws(DataError) -> TransformerEncoder.Norm {
    TransformerEncoder.Norm(
      scale: try checkpoint.vector(name + ".weight", count: shape.hidden),
      shift: try checkpoint.vector(name + ".bias", count: shape.hidden))
  }

  func layer(_ index: Int) throws(DataError) -> TransformerEncoder.Layer {
    let prefix = names.layer.split(separator: "#", omittingEmptySubsequences: false)
      .joined(separator: String(index))
    let inner = shape.heads * shape.headWidth
    var projection: [LinearProduct] = []
    for name in [names.queries, names.keys, names.values] {
      projection.append(try product(prefix + name, outputs: inner, inputs: shape.hidden))
    }
    return TransformerEncoder.Layer(
      projection: projection,
      output: try product(prefix + names.output, outputs: shape.hidden, inputs: inner),
      attentionNorm: try norm(prefix + names.attentionNorm),
      up: try product(
        prefix + names.up, outputs: shape.intermediate, inputs: shape.hidden,
        activation: shape.activation),
      down: try product(
        prefix + names.down, outputs: shape.hidden, inputs: shape.intermediate),
      norm: try norm(prefix + names.layerNorm))
  }

  private func product(
    _ name: String, outputs: Int, inputs: Int, activation: LinearProduct.Activation = .identity
  ) throws(DataError) -> LinearProduct {
    LinearProduct(
      try checkpoint.matrix(name + ".weight", rows: outputs, columns: inputs, format: format),
      bias: try checkpoint.vector(name + ".bias", count: outputs), activation: activation)
  }
}
