// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// Any retriever, given documents by a policy: whole, up to their first tokens, or as passages whose
/// scores become those of their documents.
public struct LongDocumentRetriever: Retriever {
  /// What is given documents, or parts of them.
  public let inner: any Retriever
  /// What of a document it is given.
  public let policy: DocumentPolicy

  /// `inner` under a policy.
  public init(_ inner: any Retriever, _ policy: DocumentPolicy) {
    self.inner = inner
    self.policy = policy
  }

  /// The inner retriever's card and the policy.
  public var card: RetrieverCard {
    var card = inner.card
    card.parameters.merge(policy.parameters) { $1 }
    card.changedParameters += policy.changedParameters
    return card
  }

  /// The same policy around the inner retriever for `language`.
  public func adapted(toLanguage language: String) -> any Retriever {
    LongDocumentRetriever(inner.adapted(toLanguage: language), policy)
  }

  /// Builds the inner retriever's index over what the policy makes of `corpus`.
  ///
  /// - Throws: what reading the corpus and the inner retriever throw.
  public func index(
    _ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress
  ) async throws -> any SearchIndex {
    if case .whole = policy {
      return try await inner.index(corpus, in: workspace, progress: progress)
    }
    let documents = DocumentTable()
    let cut = CutCorpus(corpus: corpus, policy: policy, documents: documents)
    guard case .passages(let policy) = policy else {
      return try await inner.index(cut, in: workspace, progress: progress)
    }
    // The inner retriever counts passages; what was read is what there is to say of documents.
    let index = try await inner.index(
      cut, in: workspace, progress: IndexingProgress { _ in progress.update(documents.count) })
    return PassageIndex(inner: index, policy: policy, documents: documents)
  }
}
