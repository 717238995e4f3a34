// SPDX-License-Identifier: Apache-2.0

/// A model's `config.json`, as transformers writes it: what of it decides a forward pass.
package struct ModelConfiguration: Sendable, Decodable {
  /// Architecture, `bert`.
  package var model_type: String
  package var hidden_size: Int?
  package var num_hidden_layers: Int?
  package var num_attention_heads: Int?
  package var intermediate_size: Int?
  package var hidden_act: String?
  package var max_position_embeddings: Int?
  package var vocab_size: Int
  package var type_vocab_size: Int?
  package var layer_norm_eps: Float?
  package var pad_token_id: Int?
  package var position_embedding_type: String?
  // DistilBERT's own names.
  package var dim: Int?
  package var hidden_dim: Int?
  package var n_layers: Int?
  package var n_heads: Int?
  package var activation: String?
}
