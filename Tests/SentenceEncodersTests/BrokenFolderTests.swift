// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SentenceEncoders
import Testing

/// Folders that are damaged or ask for what is not known.
@Suite struct `A broken model folder` {
  struct Case: Sendable {
    var name = "dense"
    var file: String
    var text: String
    /// What the message says behind the folder's path.
    var message: String
  }

  private static func modules(_ types: String...) -> String {
    let paths = ["Transformer": "", "Pooling": "1_Pooling", "Dense": "2_Dense"]
    let list = types.map {
      #"{"type": "sentence_transformers.models.\#($0)", "path": "\#(paths[$0] ?? "x")"}"#
    }
    return "[\(list.joined(separator: ", "))]"
  }

  static let cases = [
    Case(
      file: "modules.json", text: modules("Transformer", "Pooling", "LSTM"),
      message: "/modules.json:1: found the module \"sentence_transformers.models.LSTM\", expected "
        + "Transformer, Pooling and then any of Dense and Normalize"),
    Case(
      file: "modules.json", text: modules("Pooling", "Transformer"),
      message:
        "/modules.json:1: found the module \"sentence_transformers.models.Pooling\", expected "
        + "Transformer, Pooling and then any of Dense and Normalize"),
    Case(
      file: "modules.json", text: modules("Transformer"),
      message: "/modules.json:1: found no module Pooling, expected Transformer and then Pooling"),
    Case(
      file: "modules.json", text: "{}",
      message: "/modules.json:1: found an object, expected an array of modules"),
    Case(
      file: "1_Pooling/config.json",
      text: #"{"word_embedding_dimension": 16, "pooling_mode": "median"}"#,
      message: "/1_Pooling/config.json:1: found the pooling \"median\", expected one of cls, max, "
        + "mean, mean_sqrt_len_tokens, weightedmean, lasttoken"),
    Case(
      file: "1_Pooling/config.json", text: #"{"word_embedding_dimension": 8}"#,
      message: "/1_Pooling/config.json:1: found vectors of 8 values, expected the transformer's 16"
    ),
    Case(
      file: "2_Dense/config.json",
      text: #"{"in_features": 16, "out_features": 12, "activation_function": "torch.nn.Softsign"}"#,
      message:
        "/2_Dense/config.json:1: found the activation \"torch.nn.Softsign\", expected one of "
        + "torch's GELU, Identity, ReLU, SiLU, Tanh"),
    Case(
      file: "2_Dense/config.json", text: #"{"in_features": 9, "out_features": 12}"#,
      message: "/2_Dense/config.json:1: found no in_features of 16 and out_features, expected a "
        + "layer on vectors of 16 values"),
    Case(
      file: "config_sentence_transformers.json", text: #"{"similarity_fn_name": "manhattan"}"#,
      message: "/config_sentence_transformers.json:1: found the similarity \"manhattan\", expected "
        + "cosine, dot or euclidean"),
    Case(
      file: "config_sentence_transformers.json", text: #"{"prompts": {"query": 3}}"#,
      message: "/config_sentence_transformers.json:1: found the number 3, expected the text of a "
        + "prompt"),
    Case(
      file: "sentence_bert_config.json", text: #"{"max_seq_length": 0}"#,
      message:
        "/sentence_bert_config.json:1: found the number 0 as max_seq_length, expected a count "
        + "above 0"),
  ]

  @Test(arguments: cases.indices)
  func `says what is wrong and where`(index: Int) throws {
    let broken = Self.cases[index]
    try GoldenFolder.withModel(broken.name, changes: [broken.file: broken.text]) { folder, _ in
      let error = #expect(throws: DataError.self) { try SentenceEncoder(folder: folder) }
      let line = error?.description.split(separator: "\n").first.map(String.init)
      #expect(line == folder + broken.message)
    }
  }

  @Test func `refuses more dimensions than there are`() throws {
    try GoldenFolder.withModel("dense") { folder, _ in
      var options = SentenceEncoder.Options()
      options.dimensions = 13
      let error = #expect(throws: DataError.self) {
        try SentenceEncoder(folder: folder, options: options)
      }
      #expect(error?.problem == "has vectors of 12 values, expected at least 13")
      options = SentenceEncoder.Options()
      options.pooling = [.cls, .mean]
      #expect(throws: DataError.self) { try SentenceEncoder(folder: folder, options: options) }
    }
  }
}
