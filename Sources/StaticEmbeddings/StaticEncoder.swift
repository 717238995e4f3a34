// SPDX-License-Identifier: Apache-2.0

import Formats
import Inference
public import Retrieval
public import SentenceEncoders
import Tokenizers

/// Turns texts into vectors by averaging a fixed vector of each token, without a transformer.
///
/// Its folder is one of Model2Vec's (https://github.com/MinishLab/model2vec) or one of
/// sentence-transformers with the module StaticEmbedding; a text's vector is what that library gives.
/// It does not depend on the texts beside it or on the number of threads, to the last bit.
public struct StaticEncoder: Sendable {
  /// The number of values of a vector.
  public let dimensions: Int
  /// How the model's vectors are meant to be compared.
  public let similarity: SentenceEncoder.Similarity
  /// The most tokens of a text that are read; nil where all are.
  public let maximumTokens: Int?
  /// Everything that decides the vectors, by name: hashes of weights and tokenizer, prompts and so
  /// on. For identities.
  public let facts: [String: String]

  let tokenizer: Tokenizer
  let table: TokenTable
  let normalizes: Bool
  let prompts: [SentenceEncoder.Role: String]
  let limits: TextLimits
  /// The token that is left out of the average; nil where all count.
  let ignoredToken: Int32?

  /// Opens the model in `folder`.
  ///
  /// - Throws: `.missing` or `.unreadable` at a file; `.malformed` at what is damaged, not known or
  ///   does not fit together.
  public init(folder: String, options: Options = Options()) throws(DataError) {
    let layout = try StaticModelLayout(folder: folder)
    tokenizer = try Tokenizer(path: layout.tokenizer)
    let vocabulary = VocabularyExtent(tokenizer)
    table = try TokenTable(
      path: layout.weights, names: layout.tensorNames, vocabulary, isExact: layout.isModel2Vec)
    dimensions = options.dimensions ?? table.columns
    guard 1...table.columns ~= dimensions else {
      throw DataError(
        .malformed, file: folder,
        "has vectors of \(table.columns) values, expected at least \(dimensions)",
        fix: "ask for 1 to \(table.columns) dimensions")
    }
    if let maximum = options.maximumTokens, maximum < 1 {
      throw DataError(
        .malformed, file: folder, "found a limit of \(maximum) tokens, expected at least 1",
        fix: "ask for 1 or more tokens")
    }
    normalizes = options.normalizes ?? layout.normalizes
    ignoredToken = layout.isModel2Vec ? tokenizer.unknownID : nil
    limits = TextLimits(layout, options, tokenizer, vocabulary)
    maximumTokens = limits.truncation?.maximumLength
    similarity = layout.prompts.similarity
    prompts = [
      .query: options.queryPrompt ?? layout.prompts.query,
      .document: options.documentPrompt ?? layout.prompts.document,
    ]
    facts = [
      "kind": layout.isModel2Vec ? "model2vec" : "static embedding",
      "weights": try SentenceEncoder.digest([layout.weights]),
      "tokenizer": try SentenceEncoder.digest([layout.tokenizer]),
      "normalized": normalizes ? "true" : "false",
      "prompt.query": prompts[.query] ?? "",
      "prompt.document": prompts[.document] ?? "",
      "max_tokens": maximumTokens.map(String.init) ?? "unlimited",
      "max_characters": limits.characters.map(String.init) ?? "unlimited",
      "kept_end": limits.truncation?.keepsEnd == true ? "true" : "false",
      "dimensions": String(dimensions),
      "similarity": similarity.rawValue,
    ]
  }

  /// Whether `folder` holds such a model, by its `config.json` and `modules.json`.
  ///
  /// - Throws: What reading these files throws.
  public static func recognizes(_ folder: String) throws(DataError) -> Bool {
    try StaticModelLayout.kind(of: folder) != nil
  }
}
