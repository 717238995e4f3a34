// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// BM25 or query likelihood as a retriever.
public struct SparseRetriever: Retriever {
  /// Who this is.
  public let card: RetrieverCard
  /// What its indexes are built with.
  public let configuration: IndexConfiguration

  /// A retriever that introduces itself with `card`.
  public init(card: RetrieverCard, configuration: IndexConfiguration) {
    self.card = card
    self.configuration = configuration
  }

  /// Builds an inverted index in the workspace's folder.
  ///
  /// - Throws: See ``SparseIndex/build(_:_:in:progress:)``.
  public func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    try await SparseIndex.build(corpus, configuration, in: workspace, progress: progress)
  }
}
