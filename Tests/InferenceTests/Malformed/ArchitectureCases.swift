// SPDX-License-Identifier: Apache-2.0

import Foundation

extension MalformedModel {
  static let architectures: [MalformedModel] = [
    MalformedModel(
      section: "Architectures", name: "MPNet with other classes of distances", model: "mpnet",
      changes: [
        .replace(
          #""relative_attention_num_buckets": 32"#, by: #""relative_attention_num_buckets": 64"#,
          in: "config.json")
      ],
      message: """
        config.json:20: found the number 64 as "relative_attention_num_buckets", expected 32
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "NomicBERT with norms before its parts", model: "nomic-hub",
      changes: [.replace(#""prenorm": false"#, by: #""prenorm": true"#, in: "config.json")],
      message: """
        config.json:19: found true as "prenorm", expected none: it is not supported
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "NomicBERT with experts", model: "nomic-hub",
      changes: [
        .replace(
          #""prenorm": false"#, by: #""moe_every_n_layers": 2, "prenorm": false"#, in: "config.json"
        )
      ],
      message: """
        config.json:19: found the number 2 as "moe_every_n_layers", expected none: it is not supported
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "NomicBERT without rotary positions", model: "nomic-hub",
      changes: [
        .replace(
          #""rotary_emb_fraction": 1.0"#, by: #""rotary_emb_fraction": 0.0"#, in: "config.json")
      ],
      message: """
        config.json:22: found the number 0.0 as "rotary_emb_fraction", expected a number above 0
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "NomicBERT with scaled rotary positions", model: "nomic-hub",
      changes: [
        .replace(
          #""rotary_emb_scale_base": null"#, by: #""rotary_emb_scale_base": 512"#, in: "config.json"
        )
      ],
      message: """
        config.json:24: found the number 512 as "rotary_emb_scale_base", expected none: it is not supported
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "NomicBERT without a gate", model: "nomic-hub",
      changes: [.replace(#""swiglu""#, by: #""gelu""#, in: "config.json")],
      message: """
        config.json:2: found "gelu" as "activation_function", expected swiglu or geglu
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "ModernBERT with an unknown kind of layer",
      model: "modernbert",
      changes: [
        .replace(
          "\"full_attention\",\n    \"sliding", by: "\"other_attention\",\n    \"sliding",
          in: "config.json")
      ],
      message: """
        config.json:23: found an array as "layer_types", expected full_attention or sliding_attention for each of 4 layers
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "ModernBERT with kinds for fewer layers", model: "modernbert",
      changes: [
        .replace(#""num_hidden_layers": 4"#, by: #""num_hidden_layers": 5"#, in: "config.json")
      ],
      message: """
        config.json:23: found an array as "layer_types", expected full_attention or sliding_attention for each of 5 layers
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "ModernBERT that sees no neighbours", model: "modernbert",
      changes: [
        .replace(#""local_attention": 12"#, by: #""local_attention": 0"#, in: "config.json")
      ],
      message: """
        config.json:29: found the number 0 as "local_attention", expected a whole number from 1 to 1048576
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "T5 with an unknown feed-forward part", model: "t5",
      changes: [
        .replace(
          #""feed_forward_proj": "relu""#, by: #""feed_forward_proj": "gated-mish""#,
          in: "config.json")
      ],
      message: """
        config.json:13: found "gated-mish" as "feed_forward_proj", expected relu or gated-gelu
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "T5 with an odd number of classes", model: "t5",
      changes: [
        .replace(
          #""relative_attention_num_buckets": 32"#, by: #""relative_attention_num_buckets": 31"#,
          in: "config.json")
      ],
      message: """
        config.json:25: found the number 31 as "relative_attention_num_buckets", expected an even number from 4 up
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "T5 whose farthest distance is near", model: "t5",
      changes: [
        .replace(
          #""relative_attention_max_distance": 128"#, by: #""relative_attention_max_distance": 8"#,
          in: "config.json")
      ],
      message: """
        config.json:24: found the number 8 as "relative_attention_max_distance", expected more than 8
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "T5 with heads of 10^12 values", model: "t5",
      changes: [.replace(#""d_kv": 12"#, by: #""d_kv": 1000000000000"#, in: "config.json")],
      message: """
        config.json:7: found the number 1000000000000 as "d_kv", expected a whole number from 1 to 1048576
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "T5 with the largest sizes", model: "t5",
      changes: [.replace(#""d_kv": 12"#, by: #""d_kv": 1048576"#, in: "config.json")],
      message: """
        model.safetensors: found tensor encoder.block.0.layer.0.SelfAttention.q.weight of shape [48, 32], expected [4194304, 32]
        fix: get the model again; its config.json may belong to another one
        """),
    MalformedModel(
      section: "Architectures", name: "heads that keys do not divide", model: "qwen3",
      changes: [
        .replace(#""num_key_value_heads": 2"#, by: #""num_key_value_heads": 3"#, in: "config.json")
      ],
      message: """
        config.json:24: found the number 3 as "num_key_value_heads", expected a divisor of the 4 heads
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "heads of an odd width", model: "qwen3",
      changes: [.replace(#""head_dim": 12"#, by: #""head_dim": 11"#, in: "config.json")],
      message: """
        config.json: found 11 values of a head that turn, expected an even number
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "a scaling of rotary positions that is not supported",
      model: "qwen2",
      changes: [.replace(#""linear""#, by: #""yarn""#, in: "config.json")],
      message: """
        config.json:28: found "yarn" as "rope_type", expected default, linear or llama3
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "a scaling without its factor", model: "qwen2",
      changes: [.replace(#""factor": 2.0"#, by: #""other": 2.0"#, in: "config.json")],
      message: """
        config.json: found no "factor", expected a number above 0
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "Llama 3 scaling with the factors swapped", model: "llama",
      changes: [
        .replace(#""low_freq_factor": 1.0"#, by: #""low_freq_factor": 8.0"#, in: "config.json")
      ],
      message: """
        config.json:27: found the number 8.0 as "low_freq_factor", expected less than high_freq_factor
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "a base of zero", model: "qwen3",
      changes: [.replace(#""rope_theta": 1000000.0"#, by: #""rope_theta": 0"#, in: "config.json")],
      message: """
        config.json:28: found the number 0 as "rope_theta", expected a number above 0
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "a window of no tokens", model: "mistral",
      changes: [.replace(#""sliding_window": 9"#, by: #""sliding_window": 0"#, in: "config.json")],
      message: """
        config.json:25: found the number 0 as "sliding_window", expected a whole number from 1 to 2147483647
        fix: get the model again, or another one
        """),
    MalformedModel(
      section: "Architectures", name: "a truth value that is none", model: "qwen3",
      changes: [
        .replace(#""attention_bias": false"#, by: #""attention_bias": "no""#, in: "config.json")
      ],
      message: """
        config.json:5: found "no" as "attention_bias", expected true or false
        fix: get the model again, or another one
        """),
  ]
}
