// SPDX-License-Identifier: Apache-2.0

extension Experiment {
  /// Documents whose vectors an earlier run had computed: the time to index is not that of encoding
  /// them.
  public var reusedVectors: Int { indexStatistics["documents.fromCache"] ?? 0 }
}

/// What of an experiment's texts the retriever's model did not read, and how its scores go with the
/// length of what was to be found.
public struct TruncationLedger: Sendable, Hashable {
  /// Documents, or queries.
  public struct Texts: Sendable, Hashable {
    /// Share of the texts that were cut, 0 to 1.
    public var truncatedShare: Double
    /// Share of all texts' tokens that were not read, 0 to 1.
    public var droppedShare: Double

    /// Two shares.
    public init(truncatedShare: Double, droppedShare: Double) {
      self.truncatedShare = truncatedShare
      self.droppedShare = droppedShare
    }
  }

  /// Queries whose longest relevant document has up to so many tokens, and more than the bucket
  /// before.
  public struct Bucket: Sendable, Hashable {
    /// Tokens at most, a power of two.
    public var most: Int
    /// The number of queries.
    public var queries: Int
    /// The experiment's headline measure.
    public var measure: String
    /// Its mean over these queries.
    public var mean: Double
  }

  /// Documents of the corpus.
  public var documents: Texts
  /// Queries that were asked.
  public var queries: Texts
  /// Shortest documents first; empty where an experiment was read without values per query.
  public var buckets: [Bucket]

  /// The ledger of an experiment, nil where its retriever counts no tokens.
  public init?(_ experiment: Experiment) {
    let counts = experiment.counts
    guard let documents = Self.texts("documents", counts.documents, experiment.indexStatistics),
      let queries = Self.texts("queries", counts.queries, experiment.indexStatistics)
    else { return nil }
    self.documents = documents
    self.queries = queries
    buckets = Self.buckets(experiment)
  }

  private static func texts(_ name: String, _ count: Int, _ statistics: [String: Int]) -> Texts? {
    guard let truncated = statistics["\(name).truncated"],
      let tokens = statistics["\(name).tokens"],
      let dropped = statistics["\(name).tokensDropped"]
    else { return nil }
    return Texts(
      truncatedShare: Double(truncated) / Double(max(1, count)),
      droppedShare: Double(dropped) / Double(max(1, tokens)))
  }

  private static func buckets(_ experiment: Experiment) -> [Bucket] {
    guard let score = experiment.scores.first,
      score.perQuery.count == experiment.queryIDs.count
    else { return [] }
    var buckets: [Int: (count: Int, sum: Double)] = [:]
    for (query, value) in zip(experiment.queryIDs, score.perQuery) where value.isFinite {
      guard let tokens = experiment.relevantTokens[query] else { continue }
      var most = 32
      while most < tokens { most *= 2 }
      buckets[most, default: (0, 0)].count += 1
      buckets[most, default: (0, 0)].sum += value
    }
    return buckets.sorted { $0.key < $1.key }.map { most, bucket in
      Bucket(
        most: most, queries: bucket.count, measure: score.measure,
        mean: bucket.sum / Double(bucket.count))
    }
  }
}
