// SPDX-License-Identifier: Apache-2.0

/// A system under test: it builds an index over a corpus and answers queries from it.
public protocol Retriever: Sendable {
  /// Who this is: family, name and every parameter that changes a ranking.
  var card: RetrieverCard { get }

  /// This retriever as it is used on texts in `language`, a BCP 47 tag such as `de`: the same under
  /// the same specification, with what depends on the language decided and on its card.
  ///
  /// Itself where nothing depends on the language, as by default.
  func adapted(toLanguage language: String) -> any Retriever

  /// Builds an index over all documents of `corpus`.
  ///
  /// - Parameters:
  ///   - corpus: Read once, possibly by several threads.
  ///   - workspace: Where the index may put its files, and how many threads it may use.
  ///   - progress: Called with the number of documents done so far, from any thread.
  /// - Throws: what reading the corpus throws, or the retriever's own error.
  func index(_ corpus: any Corpus, in workspace: Workspace, progress: IndexingProgress) async throws
    -> any SearchIndex
}

extension Retriever {
  /// This retriever: by default, the language changes nothing.
  public func adapted(toLanguage language: String) -> any Retriever { self }
}

/// A built index.
public protocol SearchIndex: Sendable {
  /// Bytes of the index's files.
  var sizeOnDisk: Int { get }

  /// Facts about the index: `documents`, `terms`, `postings` …, shown beside the scores.
  var statistics: [String: Int] { get }

  /// Ranks documents for every query.
  ///
  /// - Parameters:
  ///   - queries: Answered in order, one ranking each. Where a query has
  ///     ``Query/candidates``, its ranking holds those of them that the corpus has and no other
  ///     document, also such as nothing speaks for.
  ///   - depth: The most documents in a ranking.
  func search(_ queries: [Query], depth: Int) async throws -> [Ranking]

  /// How many tokens a document has, to a retriever whose model reads only so many of them; nil
  /// where nothing is cut, or nobody counts.
  func tokenCount(ofDocument identifier: String) -> Int?
}

extension SearchIndex {
  /// Nobody counts.
  public func tokenCount(ofDocument identifier: String) -> Int? { nil }
}

/// Where a retriever works and with what.
public struct Workspace: Sendable, Hashable {
  /// A folder that exists, is empty, and belongs to this retriever until the run ends.
  public var folder: String
  /// The most threads to use at once.
  public var threads: Int
  /// About how many bytes of memory indexing may fill before it goes on in files; nil leaves it to
  /// the retriever. Changes how an index is built, never the index.
  public var memory: Int?

  /// A workspace in `folder`.
  public init(folder: String, threads: Int, memory: Int? = nil) {
    self.folder = folder
    self.threads = threads
    self.memory = memory
  }
}

/// Tells how far indexing is.
public struct IndexingProgress: Sendable {
  /// Receives the number of documents indexed so far; thread-safe.
  public let update: @Sendable (_ documents: Int) -> Void

  /// Progress that goes to `update`.
  public init(update: @escaping @Sendable (_ documents: Int) -> Void) {
    self.update = update
  }

  /// Progress nobody looks at.
  public static let none = IndexingProgress { _ in }
}
