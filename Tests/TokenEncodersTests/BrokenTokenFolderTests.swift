// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing
import TokenEncoders

/// Folders that are damaged or ask for what is not known.
@Suite struct `A broken folder of a token encoder` {
  private static func modules(_ types: String...) -> String {
    BrokenFolder.modules(
      types, prefix: "x", paths: ["Transformer": "", "Dense": "1_Dense"])
  }

  static let cases = [
    BrokenFolder(
      model: "pylate", file: "modules.json", text: "{}",
      message: "/modules.json:1: found an object, expected an array of modules"),
    BrokenFolder(
      model: "pylate", file: "modules.json", text: #"[{"type": "x.Transformer"}]"#,
      message: "/modules.json:1: found a module without \"type\" and \"path\", expected both"),
    BrokenFolder(
      model: "pylate", file: "modules.json", text: "[]",
      message: "/modules.json:1: found no module Transformer, expected one"),
    BrokenFolder(
      model: "pylate", file: "modules.json", text: modules("Transformer", "LSTM"),
      message: "/modules.json:1: found the module \"x.LSTM\", expected Transformer and then any of "
        + "Dense, MultiVectorMask and Normalize"),
    BrokenFolder(
      model: "pylate", file: "modules.json", text: modules("Dense", "Transformer"),
      message:
        "/modules.json:1: found the module \"x.Dense\", expected Transformer and then any of "
        + "Dense, MultiVectorMask and Normalize"),
    BrokenFolder(
      model: "pylate", file: "1_Dense/config.json",
      text: #"{"in_features": 9, "out_features": 8}"#,
      message:
        "/1_Dense/config.json:1: found no in_features of 16 and out_features, expected a layer "
        + "on vectors of 16 values"),
    BrokenFolder(
      model: "pylate", file: "config_sentence_transformers.json",
      text: #"{"model_type": "ColBERT", "query_prefix": "[X]"}"#,
      message: "/tokenizer.json: found no token \"[X]\", expected the one that marks texts"),
    BrokenFolder(
      model: "pylate", file: "config_sentence_transformers.json",
      text: #"{"model_type": "ColBERT", "query_prefix": 3}"#,
      message:
        "/config_sentence_transformers.json:1: found the number 3 as \"query_prefix\", expected "
        + "a token"),
    BrokenFolder(
      model: "pylate", file: "config_sentence_transformers.json",
      text: #"{"model_type": "ColBERT", "query_length": 0}"#,
      message:
        "/config_sentence_transformers.json:1: found the number 0 as \"query_length\", expected "
        + "a count above 0"),
    BrokenFolder(
      model: "pylate", file: "config_sentence_transformers.json",
      text: #"{"model_type": "ColBERT", "skiplist_words": [1]}"#,
      message: "/config_sentence_transformers.json:1: found the number 1 in \"skiplist_words\", "
        + "expected strings"),
    BrokenFolder(
      model: "stanford", file: "artifact.metadata", text: "[]",
      message: "/artifact.metadata:1: found an array, expected an object"),
    BrokenFolder(
      model: "stanford", file: "artifact.metadata", text: #"{"similarity": "l2"}"#,
      message: "/artifact.metadata:1: found the similarity \"l2\", expected \"cosine\""),
    BrokenFolder(
      model: "stanford", file: "artifact.metadata", text: #"{"query_maxlen": -1}"#,
      message:
        "/artifact.metadata:1: found the number -1 as \"query_maxlen\", expected a count above "
        + "0"),
    BrokenFolder(
      model: "stanford", file: "artifact.metadata", text: #"{"doc_token_id": "[D]"}"#,
      message: "/tokenizer.json: found no token \"[D]\", expected the one that marks texts"),
    BrokenFolder(
      model: "native", file: "modules.json", text: modules("Transformer", "Dense"),
      message:
        "/modules.json:1: found no module MultiVectorMask, expected both MultiVectorMask and "
        + "Normalize"),
    BrokenFolder(
      model: "native", file: "1_Dense/config.json",
      text: #"{"in_features": 16, "out_features": 8, "module_input_name": "sentence_embedding"}"#,
      message:
        "/1_Dense/config.json:1: found another module_input_name, expected \"token_embeddings\""
    ),
    BrokenFolder(
      model: "native", file: "2_MultiVectorMask/config.json",
      text: #"{"keep_only_token_ids": [3]}"#,
      message:
        "/2_MultiVectorMask/config.json:1: found \"keep_only_token_ids\", expected none: images "
        + "are not supported"),
    BrokenFolder(
      model: "native", file: "2_MultiVectorMask/config.json",
      text: #"{"skiplist_words": ["."], "skiplist_tasks": "query"}"#,
      message: "/2_MultiVectorMask/config.json:1: found a skiplist without documents, expected "
        + "\"document\" in skiplist_tasks"),
    BrokenFolder(
      model: "native", file: "sentence_bert_config.json",
      text: #"{"query_expansion": {"strategy": "fixed"}}"#,
      message:
        "/sentence_bert_config.json:1: found no \"length\" of query_expansion, expected a count "
        + "above 0"),
    BrokenFolder(
      model: "native", file: "sentence_bert_config.json",
      text: #"{"query_expansion": {"strategy": "max", "length": 3}}"#,
      message:
        "/sentence_bert_config.json:1: found the strategy \"max\" of query_expansion, expected "
        + "fixed or min"),
    BrokenFolder(
      model: "native", file: "sentence_bert_config.json",
      text: #"{"query_expansion": {"strategy": "min", "length": 3, "token": "zebra"}}"#,
      message:
        "/tokenizer.json: found no token \"zebra\", expected the one that queries are filled up "
        + "with"),
  ]

  @Test(arguments: cases.indices)
  func `says what is wrong and where`(index: Int) throws {
    let broken = Self.cases[index]
    try broken.withCopy(of: GoldenTokens.folder(broken.model)) { folder in
      let error = #expect(throws: DataError.self) { try TokenEncoder(folder: folder) }
      #expect(BrokenFolder.firstLine(error) == folder + broken.message)
    }
  }

  @Test func `says when the projection is missing`() throws {
    try withTemporaryFolder { parent in
      let folder = parent + "/model"
      try FileManager.default.copyItem(atPath: GoldenTokens.folder("dense"), toPath: folder)
      try FileManager.default.removeItem(atPath: folder + "/modules.json")
      try "{}".write(toFile: folder + "/artifact.metadata", atomically: true, encoding: .utf8)
      let error = #expect(throws: DataError.self) { try TokenEncoder(folder: folder) }
      #expect(
        error?.problem == "found no tensor linear.weight, expected one of shape [128, 16]")
    }
  }
}
