// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// What gives documents and queries their vectors.
protocol VectorModel: Sendable {
  /// Makes the vectors of all documents of a corpus.
  ///
  /// - Throws: what reading the corpus throws, and the model's own errors.
  func vectors(
    of corpus: any Corpus, stored storage: VectorStorage, in workspace: Workspace,
    progress: IndexingProgress
  ) async throws -> DocumentVectors
}

/// The documents of a corpus as vectors, and how queries become some too.
struct DocumentVectors: Sendable {
  /// The documents' identifiers, in the order of the rows.
  var identifiers: IdentifierTable
  var tables: StoredVectors
  var queries: any QueryVectors
  /// Tokens of each document, by row; empty where nobody counted them.
  var lengths: [UInt32] = []
  /// More to say about the index.
  var statistics: [String: Int] = [:]
}

/// How queries become vectors.
protocol QueryVectors: Sendable {
  /// The vectors of queries, one after the other; all zero for one that has no direction.
  ///
  /// - Throws: The model's own errors.
  func vectors(of queries: [Query]) throws -> [Float]

  /// What was read and what was cut of the queries so far; nil where nobody counts.
  var ledger: TokenLedger? { get }
}
