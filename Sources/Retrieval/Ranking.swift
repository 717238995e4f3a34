// SPDX-License-Identifier: Apache-2.0

/// What a retriever found for one query: documents with scores, best first.
public struct Ranking: Sendable, Hashable {
  /// The query that was asked.
  public let queryID: String
  /// Document ids in the retriever's own order, best first.
  public private(set) var documents: IdentifierTable
  /// One score a document, not increasing; any unit, higher is better.
  public private(set) var scores: [Double]

  /// A ranking from parallel lists of ids and scores, best first.
  public init(
    queryID: String, documents: IdentifierTable = IdentifierTable(), scores: [Double] = []
  ) {
    precondition(documents.count == scores.count, "one score per document")
    self.queryID = queryID
    self.documents = documents
    self.scores = scores
  }

  /// The number of ranked documents.
  public var count: Int { scores.count }

  /// Adds a document below all others.
  public mutating func append(document: String, score: Double) {
    documents.append(document)
    scores.append(score)
  }
}

/// All rankings of one retriever on one task.
public struct Run: Sendable, Hashable {
  /// Name of the system, the last column of a TREC run file.
  public var tag: String
  /// One ranking a query, each query at most once.
  public var rankings: [Ranking]

  /// A run from its rankings.
  public init(tag: String, rankings: [Ranking]) {
    self.tag = tag
    self.rankings = rankings
  }
}
