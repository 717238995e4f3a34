// SPDX-License-Identifier: Apache-2.0

import Retrieval
import SparseEncoders
import TestSupport
import Testing

/// Folders that are damaged or ask for what is not known.
@Suite struct `A broken folder of a sparse encoder` {
  private static func modules(_ types: String...) -> String {
    BrokenFolder.modules(
      types, prefix: "sentence_transformers.sparse_encoder.models",
      paths: ["Transformer": "", "SpladePooling": "1_SpladePooling"])
  }

  static let cases = [
    BrokenFolder(
      model: "saved", file: "modules.json", text: "{}",
      message: "/modules.json:1: found an object, expected an array of modules"),
    BrokenFolder(
      model: "saved", file: "modules.json", text: #"[{"type": "x.Transformer"}]"#,
      message: "/modules.json:1: found a module without \"type\" and \"path\", expected both"),
    BrokenFolder(
      model: "saved", file: "modules.json", text: modules("Transformer"),
      message: "/modules.json:1: found the modules Transformer, expected Transformer and "
        + "SpladePooling, or SparseStaticEmbedding"),
    BrokenFolder(
      model: "saved", file: "modules.json",
      text: modules("Transformer", "Pooling", "SparseAutoEncoder"),
      message:
        "/modules.json:1: found the modules Transformer, Pooling, SparseAutoEncoder, expected "
        + "Transformer and SpladePooling, or SparseStaticEmbedding"),
    BrokenFolder(
      model: "saved", file: "1_SpladePooling/config.json", text: #"{"pooling_strategy": "mean"}"#,
      message: "/1_SpladePooling/config.json:1: found the pooling \"mean\", expected max or sum"),
    BrokenFolder(
      model: "saved", file: "1_SpladePooling/config.json",
      text: #"{"activation_function": "gelu"}"#,
      message: "/1_SpladePooling/config.json:1: found the activation \"gelu\", expected relu or "
        + "log1p_relu"),
    BrokenFolder(
      model: "saved", file: "sentence_bert_config.json",
      text: #"{"transformer_task": "feature-extraction"}"#,
      message: "/sentence_bert_config.json:1: found the task \"feature-extraction\", expected "
        + "\"fill-mask\""),
    BrokenFolder(
      model: "saved", file: "config_sentence_transformers.json",
      text: #"{"max_active_dims": 0}"#,
      message: "/config_sentence_transformers.json:1: found the number 0 as \"max_active_dims\", "
        + "expected a count above 0"),
    BrokenFolder(
      model: "saved", file: "config_sentence_transformers.json",
      text: #"{"similarity_fn_name": "euclidean"}"#,
      message: "/config_sentence_transformers.json:1: found the similarity \"euclidean\", expected "
        + "dot or cosine"),
    BrokenFolder(
      model: "router", file: "router_config.json", text: #"{"structure": {"query": []}}"#,
      message:
        "/router_config.json:1: found the modules , expected Transformer and SpladePooling, or "
        + "SparseStaticEmbedding"),
    BrokenFolder(
      model: "router", file: "router_config.json", text: #"{"structure": {}}"#,
      message: "/router_config.json:1: found no route \"query\", expected one for every query"),
    BrokenFolder(
      model: "router", file: "router_config.json", text: #"{"structure": {"query": ["x"]}}"#,
      message: "/router_config.json:1: found \"x\" in a route, expected a module with a type"),
    BrokenFolder(
      model: "router", file: "router_config.json",
      text: #"{"structure": {"query": ["../x"]}, "types": {"../x": "SparseStaticEmbedding"}}"#,
      message: "/router_config.json:1: found the module \"../x\", expected one in this folder"),
    BrokenFolder(
      model: "router", file: "query_0_SparseStaticEmbedding/config.json", text: #"{"path": 3}"#,
      message:
        "/query_0_SparseStaticEmbedding/config.json:1: found the number 3 as \"path\", expected "
        + "the name of a file"),
    BrokenFolder(
      model: "opensearch-v2", file: "idf.json", text: "[1]",
      message: "/idf.json:1: found an array, expected an object of tokens and their weights"),
    BrokenFolder(
      model: "opensearch-v2", file: "idf.json", text: #"{"cat": -1}"#,
      message:
        "/idf.json:1: found the number -1 as the weight of \"cat\", expected a number from 0 up"
    ),
    BrokenFolder(
      model: "opensearch-v2", file: "idf.json", text: #"{"cat": 1e39}"#,
      message:
        "/idf.json:1: found the number 1e39 as the weight of \"cat\", expected a number from 0 "
        + "up"),
  ]

  @Test(arguments: cases.indices)
  func `says what is wrong and where`(index: Int) throws {
    let broken = Self.cases[index]
    try broken.withCopy(of: GoldenModel.folder(broken.model)) { folder in
      let error = #expect(throws: DataError.self) { try SparseEncoder(folder: folder) }
      #expect(BrokenFolder.firstLine(error) == folder + broken.message)
    }
  }
}
