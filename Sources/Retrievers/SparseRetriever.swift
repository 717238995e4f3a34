// SPDX-License-Identifier: Apache-2.0

import Retrieval
import SparseRetrieval
import TextAnalysis

/// A retriever over an inverted index.
struct SparseRetriever: Retriever {
  let card: RetrieverCard
  let configuration: IndexConfiguration

  func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    try await SparseIndex.build(corpus, configuration, in: workspace, progress: progress)
  }
}

extension RetrieverRegistry.Entry {
  private static let indexParameters = [
    RetrieverParameter(
      word: "analyzer", "lucene-english", of: Analyzer.names,
      "how text becomes terms; lucene-english is Anserini's chain"),
    RetrieverParameter(
      word: "fields", "flat", of: IndexedFields.allCases.map(\.rawValue),
      "flat: title and text as one; multifield: each with statistics of its own, scores added"),
  ]

  /// BM25 in its variants.
  static let bm25 = RetrieverRegistry.Entry(
    name: "bm25", family: "sparse",
    summary: "Okapi BM25 over an inverted index, exact, with dynamic pruning.",
    parameters: [
      RetrieverParameter(number: "k1", 0.9, in: 0...100, "saturation of term frequency"),
      RetrieverParameter(number: "b", 0.4, in: 0...1, "normalisation by document length"),
      RetrieverParameter(
        word: "variant", "lucene", of: RankingFunction.BM25Variant.allCases.map(\.rawValue),
        "which BM25 (Kamphuis et al. 2020)"),
      RetrieverParameter(number: "delta", 0.5, in: 0...10, "lower bound of bm25+ and bm25l"),
    ] + indexParameters
  ) { card throws(RetrieverSpecificationError) in
    let values = ParameterValues(card)
    return try sparse(
      card,
      .bm25(
        values.choice("variant") ?? .lucene, k1: values.number("k1"), b: values.number("b"),
        delta: values.number("delta")))
  }

  /// Query likelihood, two smoothings.
  static let queryLikelihood = RetrieverRegistry.Entry(
    name: "ql", family: "sparse",
    summary: "Query likelihood with a smoothed unigram language model of each document.",
    parameters: [
      RetrieverParameter(
        word: "smoothing", "dirichlet", of: ["dirichlet", "jelinek-mercer"],
        "how the document model is smoothed with the collection's"),
      RetrieverParameter(number: "mu", 1000, in: 0...1e9, "weight of the prior (dirichlet)"),
      RetrieverParameter(
        number: "lambda", 0.1, in: 0.001...1, "share of the collection (jelinek-mercer)"),
    ] + indexParameters
  ) { card throws(RetrieverSpecificationError) in
    let values = ParameterValues(card)
    let isDirichlet = card.parameters["smoothing"] == "dirichlet"
    return try sparse(
      card,
      isDirichlet
        ? .dirichlet(mu: values.number("mu")) : .jelinekMercer(lambda: values.number("lambda")))
  }

  private static func sparse(
    _ card: RetrieverCard, _ function: RankingFunction
  ) throws(RetrieverSpecificationError) -> any Retriever {
    let values = ParameterValues(card)
    let configuration = IndexConfiguration(
      analyzer: values.text("analyzer"), fields: values.choice("fields") ?? .flat,
      function: function)
    return SparseRetriever(card: card, configuration: configuration)
  }
}

/// Typed access to a card's values, which the registry has checked.
private struct ParameterValues {
  let values: [String: String]

  init(_ card: RetrieverCard) { values = card.parameters }

  func text(_ name: String) -> String { values[name] ?? "" }

  func number(_ name: String) -> Float { Float(text(name)) ?? 0 }

  func choice<Choice: RawRepresentable<String>>(_ name: String) -> Choice? {
    Choice(rawValue: text(name))
  }
}
