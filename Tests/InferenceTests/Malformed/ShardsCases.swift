// SPDX-License-Identifier: Apache-2.0

import Foundation

extension MalformedModel {
  static let shards: [MalformedModel] = [
    MalformedModel(
      section: "Shards", name: "a shard that is not there", model: "mistral",
      changes: [.remove("model-00002-of-00002.safetensors")],
      message: """
        model-00002-of-00002.safetensors: found no such file
        fix: check the path and the data folder
        """),
    MalformedModel(
      section: "Shards", name: "a shard of another model", model: "mistral",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#),
          to: "model-00002-of-00002.safetensors")
      ],
      message: """
        FOLDER: found no tensor norm.weight, expected one of shape [32]
        fix: get the model again; its config.json may belong to another one
        """),
    MalformedModel(
      section: "Shards", name: "a tensor in two shards", model: "mistral",
      changes: [.copy("model-00001-of-00002.safetensors", to: "model-00002-of-00002.safetensors")],
      message: """
        model-00002-of-00002.safetensors: found tensor embed_tokens.weight in two files, expected it in one
        fix: get the model again
        """),
    MalformedModel(
      section: "Shards", name: "an index without its map", model: "mistral",
      changes: [.replace("weight_map", by: "map", in: "model.safetensors.index.json")],
      message: """
        model.safetensors.index.json:1: found no "weight_map", expected tensors and their files
        fix: get the model again
        """),
    MalformedModel(
      section: "Shards", name: "an index with an empty map", model: "mistral",
      changes: [.write(Data(#"{"weight_map": {}}"#.utf8), to: "model.safetensors.index.json")],
      message: """
        model.safetensors.index.json:1: found an empty "weight_map", expected tensors and their files
        fix: get the model again
        """),
    MalformedModel(
      section: "Shards", name: "a number for a file", model: "mistral",
      changes: [
        .write(Data(#"{"weight_map": {"a": 1}}"#.utf8), to: "model.safetensors.index.json")
      ],
      message: """
        model.safetensors.index.json:1: found the number 1 in the "weight_map", expected a file in the same folder
        fix: get the model again
        """),
    MalformedModel(
      section: "Shards", name: "a file in another folder", model: "mistral",
      changes: [
        .write(
          Data(#"{"weight_map": {"a": "../../model.safetensors"}}"#.utf8),
          to: "model.safetensors.index.json")
      ],
      message: """
        model.safetensors.index.json:1: found "../../model.safetensors" in the "weight_map", expected a file in the same folder
        fix: get the model again
        """),
  ]
}
