// SPDX-License-Identifier: Apache-2.0

import Foundation

extension MalformedModel {
  static let weights: [MalformedModel] = [
    MalformedModel(
      section: "model.safetensors", name: "no weights", model: "bert",
      changes: [.remove("model.safetensors")],
      message: """
        model.safetensors: found no weights in safetensors format
        fix: get a model that has them
        """),
    MalformedModel(
      section: "model.safetensors", name: "an empty file", model: "bert",
      changes: [.write(Data("".utf8), to: "model.safetensors")],
      message: """
        model.safetensors: found 0 bytes, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a file of three bytes", model: "bert",
      changes: [.write(Data("abc".utf8), to: "model.safetensors")],
      message: """
        model.safetensors: found 3 bytes, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a file that is cut in its header", model: "bert",
      changes: [.cut("model.safetensors", to: 1000)],
      message: """
        model.safetensors: found a header of 3952 bytes in a file of 1000, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a file that is cut in its data", model: "bert",
      changes: [.cut("model.safetensors", to: 70000)],
      message: """
        model.safetensors: found tensor encoder.layer.1.output.dense.weight at bytes 63872 to 70016 of 66040, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a header as long as 64 bits allow", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#, length: .max),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found a header of 18446744073709551615 bytes in a file of 97, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a header longer than the file", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#, length: 90),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found a header of 90 bytes in a file of 97, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a header that is no JSON", model: "bert",
      changes: [.write(safetensors(#"{"a""#), to: "model.safetensors")],
      message: """
        model.safetensors: found a header that is no JSON (found the end of the line at byte 5, expected a colon after the field name), expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a header that is an array", model: "bert",
      changes: [.write(safetensors("[]"), to: "model.safetensors")],
      message: """
        model.safetensors: found an array for a header, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a tensor without offsets", model: "bert",
      changes: [
        .write(safetensors(#"{"a": {"dtype": "F32", "shape": [2, 3]}}"#), to: "model.safetensors")
      ],
      message: """
        model.safetensors: found no dtype, shape and two data_offsets of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "three offsets", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 12, 24]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found no dtype, shape and two data_offsets of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a negative size", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 24]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found the number -1 in the shape of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a size beyond 64 bits", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [99999999999999999999], "data_offsets": [0, 24]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found the number 99999999999999999999 in the shape of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "sizes whose product overflows", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 24]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found the shape [4611686018427387904, 4] of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a negative offset", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [-8, 16]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found the number -8 and the number 16 as data_offsets of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "offsets that go backwards", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [0], "data_offsets": [24, 0]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found the number 24 and the number 0 as data_offsets of tensor a, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "offsets behind the end", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [7], "data_offsets": [0, 28]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found tensor a at bytes 0 to 28 of 24, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "offsets that do not fit the shape", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [2, 4], "data_offsets": [0, 24]}}"#),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found 24 bytes of tensor a, which has 32 by its type F32 and shape [2, 4], expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "tensors that overlap", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}, "b": {"dtype": "F32", "shape": [3], "data_offsets": [8, 20]}}"#
          ), to: "model.safetensors")
      ],
      message: """
        model.safetensors: found tensors a and b in the same bytes, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "bytes between two tensors", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}, "b": {"dtype": "F32", "shape": [3], "data_offsets": [16, 28]}}"#,
            data: 28), to: "model.safetensors")
      ],
      message: """
        model.safetensors: found no tensor at bytes 12 to 16 of 28, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "bytes behind the last tensor", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#, data: 32),
          to: "model.safetensors")
      ],
      message: """
        model.safetensors: found no tensor at bytes 24 to 32 of 32, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a tensor twice", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}, "a": {"dtype": "F32", "shape": [3], "data_offsets": [12, 24]}}"#
          ), to: "model.safetensors")
      ],
      message: """
        model.safetensors: found tensor a twice, expected a safetensors file
        fix: get the model again
        """),
    MalformedModel(
      section: "model.safetensors", name: "a file of another model", model: "bert",
      changes: [
        .write(
          safetensors(#"{"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#),
          to: "model.safetensors")
      ],
      message: """
        FOLDER: found no tensor embeddings.word_embeddings.weight, expected one of shape [50, 32]
        fix: get the model again; its config.json may belong to another one
        """),
    MalformedModel(
      section: "model.safetensors", name: "weights as integers", model: "bert",
      changes: [
        .write(
          safetensors(
            #"{"embeddings.word_embeddings.weight": {"dtype": "I8", "shape": [50, 32], "data_offsets": [0, 1600]}}"#,
            data: 1600), to: "model.safetensors")
      ],
      message: """
        model.safetensors: found tensor embeddings.word_embeddings.weight of type I8, expected F32, F16 or BF16
        fix: get the model in one of these types; quantised ones are not supported
        """),
    MalformedModel(
      section: "model.safetensors", name: "a tensor that is missing", model: "bert",
      changes: [
        .rename(
          "encoder.layer.1.output.dense.bias", to: "encoder.layer.1.output.dense.bia_",
          in: "model.safetensors")
      ],
      message: """
        FOLDER: found no tensor encoder.layer.1.output.dense.bias, expected one of shape [32]
        fix: get the model again; its config.json may belong to another one
        """),
    MalformedModel(
      section: "model.safetensors", name: "a layer of another shape", model: "bert",
      changes: [
        .replace(#""intermediate_size": 48"#, by: #""intermediate_size": 64"#, in: "config.json")
      ],
      message: """
        model.safetensors: found tensor encoder.layer.0.intermediate.dense.weight of shape [48, 32], expected [64, 32]
        fix: get the model again; its config.json may belong to another one
        """),
  ]
}
