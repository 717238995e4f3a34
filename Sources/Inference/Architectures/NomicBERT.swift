// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Tensors

extension Architecture {
  /// NomicBERT (Nussbaum et al. 2024): BERT with rotary positions and a gated feed-forward part, as
  /// the hub has it (`n_embd`, `Wqkv`) and as transformers writes it.
  static let nomicBERT = Architecture(types: ["nomic_bert"]) {
    (configuration, checkpoint) throws(DataError) in
    let isOnHub = configuration.mentions("n_embd")
    // What the hub's class knows and no published model of this kind uses.
    try configuration.refuse(
      "prenorm", "use_rms_norm", "causal", "parallel_block", "rotary_emb_interleaved",
      "rotary_emb_scale_base", "moe_every_n_layers")
    let hidden = try configuration.count("n_embd", "hidden_size")
    let heads = try configuration.count("n_head", "num_attention_heads")
    let width = try configuration.headWidth(hidden, heads: heads)
    let layers = try configuration.layers("n_layer", "num_hidden_layers")
    let rotation =
      isOnHub
      ? try hubRotation(configuration, width)
      : try configuration.rotation(theta: 1000, width: width)
    // The table of words is filled up to a multiple of this.
    let multiple = try configuration.count("pad_vocab_size_multiple", missing: 1)
    let words = try configuration.count("vocab_size")
    let shape = TransformerShape(
      hidden: hidden, layers: layers, heads: heads, keyValueHeads: heads, headWidth: width,
      intermediate: try configuration.count("n_inner", "intermediate_size"),
      activation: isOnHub
        ? try hubActivation(configuration)
        : try configuration.activation("hidden_act", missing: "silu"),
      vocabulary: (words + multiple - 1) / multiple * multiple,
      positions: try positions(configuration), placing: .rotary,
      segments: try configuration.count("type_vocab_size", missing: 2),
      norm: .layer(shifts: true),
      epsilon: try configuration.number("layer_norm_epsilon", "layer_norm_eps", missing: 1e-12),
      scale: 1 / Float(width).squareRoot(),
      attention: Array(
        repeating: TransformerShape.Attention(rotation: rotation), count: layers))
    let names =
      isOnHub || checkpoint.has("emb_ln.weight")
      ? try TransformerNames.nomicHub(configuration) : TransformerNames.nomic
    return (
      shape, checkpoint.placed(names, behind: ["", "bert.", "nomic_bert.", "model."])
    )
  }

  private static func hubRotation(
    _ configuration: ModelConfiguration, _ width: Int
  ) throws(DataError) -> Rotation {
    let share = try configuration.number("rotary_emb_fraction")
    let turned = share <= 1 ? Int(Float(width) * share) : 0
    guard turned > 0, turned % 2 == 0 else {
      throw configuration.unexpected(
        "rotary_emb_fraction", "a share of the \(width) values of a head that is even")
    }
    return Rotation(
      theta: try configuration.number("rotary_emb_base", missing: 10_000), width: turned)
  }

  private static func hubActivation(
    _ configuration: ModelConfiguration
  ) throws(DataError) -> LinearProduct.Activation {
    switch try configuration.word("activation_function") {
    case "swiglu": return .silu
    case "geglu": return .gelu
    default: throw configuration.unexpected("activation_function", "swiglu or geglu")
    }
  }

  /// Beyond the training's length the hub's class changes its angles when a factor says so; texts
  /// are cut there instead.
  private static func positions(_ configuration: ModelConfiguration) throws(DataError) -> Int {
    let positions = try configuration.count(
      "n_positions", "max_position_embeddings", upTo: Int(Int32.max))
    let trained = try configuration.optionalCount("max_trained_positions")
    guard configuration.mentions("rotary_scaling_factor"),
      try configuration.number("rotary_scaling_factor", missing: 1) != 1
    else { return positions }
    return min(positions, trained ?? positions)
  }
}

extension TransformerNames {
  static let nomic = TransformerNames(
    words: "embeddings.word_embeddings.weight",
    segments: "embeddings.token_type_embeddings.weight", embeddingNorm: "embeddings.LayerNorm",
    layer: "layers.#.",
    parts: Parts(
      queries: ProductName("self_attn.q_proj", hasBias: false),
      keys: ProductName("self_attn.k_proj", hasBias: false),
      values: ProductName("self_attn.v_proj", hasBias: false),
      output: ProductName("self_attn.o_proj", hasBias: false),
      attentionNorm: "post_attention_layernorm",
      activated: ProductName("mlp.gate_proj", hasBias: false),
      gate: ProductName("mlp.up_proj", hasBias: false),
      down: ProductName("mlp.down_proj", hasBias: false), norm: "post_mlp_layernorm"))

  static func nomicHub(
    _ configuration: ModelConfiguration
  ) throws(DataError) -> TransformerNames {
    let attends = try configuration.flag("qkv_proj_bias", missing: false)
    let widens = try configuration.flag("mlp_fc1_bias", missing: false)
    let narrows = try configuration.flag("mlp_fc2_bias", missing: false)
    func attention(_ part: Int) -> ProductName {
      ProductName("attn.Wqkv", part: part, of: 3, hasBias: attends)
    }
    return TransformerNames(
      words: "embeddings.word_embeddings.weight",
      segments: "embeddings.token_type_embeddings.weight", embeddingNorm: "emb_ln",
      layer: "encoder.layers.#.",
      parts: Parts(
        queries: attention(0), keys: attention(1), values: attention(2),
        output: ProductName("attn.out_proj", hasBias: attends), attentionNorm: "norm1",
        activated: ProductName("mlp.fc12", hasBias: widens),
        gate: ProductName("mlp.fc11", hasBias: widens),
        down: ProductName("mlp.fc2", hasBias: narrows), norm: "norm2"))
  }
}
