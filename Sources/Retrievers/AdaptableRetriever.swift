// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// A retriever that is another for each language, under one specification.
struct AdaptableRetriever: Retriever {
  private let byLanguage: RetrieverRegistry.ByLanguage
  /// What it is for a language that is not known.
  private let undetermined: any Retriever

  init(_ byLanguage: @escaping RetrieverRegistry.ByLanguage) {
    self.byLanguage = byLanguage
    undetermined = byLanguage("und")
  }

  var card: RetrieverCard { undetermined.card }

  func adapted(toLanguage language: String) -> any Retriever { byLanguage(language) }

  func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    try await undetermined.index(corpus, in: workspace, progress: progress)
  }
}
