// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inference
import TestSupport
import Testing

/// Models on the hub were written by all versions of transformers.
@Suite struct `A configuration as older versions wrote it` {
  /// The shape of a golden model after its configuration was changed: what is nil goes.
  private func shape(
    _ name: String, _ changes: [String: Any?] = [:]
  ) throws -> TransformerShape {
    try withTemporaryFolder { folder in
      let source = `An encoder`.folder.appending(path: name)
      for file in try FileManager.default.contentsOfDirectory(atPath: source.path) {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/\(file)", withDestinationPath: source.appending(path: file).path)
      }
      let path = URL(filePath: folder + "/config.json")
      var settings = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
      for (name, value) in changes { settings[name] = value }
      try FileManager.default.removeItem(at: path)
      try JSONSerialization.data(withJSONObject: settings).write(to: path)
      return try EncoderModel.open(folder).shape
    }
  }

  @Test func `says local layers of ModernBERT by their number`() throws {
    #expect(
      try shape(
        "modernbert",
        [
          "layer_types": nil, "rope_parameters": nil, "global_attn_every_n_layers": 3,
          "global_rope_theta": 160000.0, "local_rope_theta": 10000.0,
        ]) == shape("modernbert"))
    #expect(
      try shape(
        "modernbert-biases-bf16",
        ["layer_types": nil, "rope_parameters": nil, "global_attn_every_n_layers": 2])
        == shape("modernbert-biases-bf16"))
  }

  @Test func `says rotary positions beside their scaling`() throws {
    #expect(
      try shape(
        "llama",
        [
          "rope_parameters": nil, "rope_theta": 500000.0,
          "rope_scaling": [
            "type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
          ],
        ]) == shape("llama"))
    #expect(
      try shape(
        "qwen3", ["rope_parameters": nil, "rope_theta": 1_000_000, "rope_scaling": NSNull()])
        == shape("qwen3"))
  }

  @Test func `says local layers of Qwen by the first of them`() throws {
    #expect(try shape("qwen3-lm-bf16", ["layer_types": nil]) == shape("qwen3-lm-bf16"))
    #expect(
      try shape("qwen3-lm-bf16", ["layer_types": nil, "max_window_layers": 2])
        != shape("qwen3-lm-bf16"))
  }

  @Test func `leaves out what was not yet thought of`() throws {
    #expect(
      try shape("llama", ["attention_bias": nil, "mlp_bias": nil, "head_dim": nil])
        == shape("llama"))
    #expect(
      try shape("t5", ["relative_attention_max_distance": nil, "feed_forward_proj": nil])
        == shape("t5"))
    #expect(
      try shape("mistral", ["sliding_window": NSNull()]).attention.allSatisfy { $0.before == nil })
    #expect(
      try shape("mistral", ["sliding_window": nil]).attention.allSatisfy { $0.before == 4095 })
  }
}
