// SPDX-License-Identifier: Apache-2.0

/// One (retriever, task, profile) cell and all that was measured in it.
public struct Experiment: Sendable, Hashable {
  /// How a cell ended.
  public enum Status: String, Sendable, Hashable {
    /// All queries were answered and scored.
    case done
    /// The retriever failed; ``Experiment/reason`` says why.
    case failed
  }

  /// SHA-256 hashes that say what a score may be compared with (64 lower-case hex digits each).
  public struct Hashes: Sendable, Hashable {
    /// Over the parsed corpus, queries, qrels and exclusions; empty when a cell failed before all of
    /// it was read.
    public var task: String
    /// Over the evaluation protocol.
    public var `protocol`: String
    /// Over the retriever's card.
    public var retriever: String
    /// Over the retriever's card without what the task decided: equal for all experiments that
    /// belong to one row of a leaderboard.
    public var specification: String

    /// The hashes; that of the specification is the retriever's where the task decides nothing.
    public init(task: String, protocol: String, retriever: String, specification: String? = nil) {
      self.task = task
      self.protocol = `protocol`
      self.retriever = retriever
      self.specification = specification ?? retriever
    }
  }

  /// Sizes of what was run.
  public struct Counts: Sendable, Hashable {
    /// Documents in the corpus.
    public var documents: Int
    /// Queries that were asked.
    public var queries: Int
    /// Queries with at least one judgement.
    public var judged: Int
    /// Judged queries for which the retriever returned nothing.
    public var missing: Int

    /// Four counts.
    public init(documents: Int = 0, queries: Int = 0, judged: Int = 0, missing: Int = 0) {
      self.documents = documents
      self.queries = queries
      self.judged = judged
      self.missing = missing
    }
  }

  /// What it cost.
  public struct Cost: Sendable, Hashable {
    /// Wall seconds to read the corpus and build the index.
    public var indexSeconds: Double
    /// CPU seconds of the same, all threads.
    public var indexCPUSeconds: Double
    /// Wall seconds to answer all queries.
    public var searchSeconds: Double
    /// CPU seconds of the same, all threads.
    public var searchCPUSeconds: Double
    /// Queries answered per wall second.
    public var queriesPerSecond: Double
    /// Milliseconds of single queries: `p50`, `p95`, `p99`, `max`.
    public var latencyMilliseconds: [String: Double]
    /// Bytes of the index's files.
    public var indexBytes: Int
    /// The most memory the worker process ever held.
    public var peakResidentBytes: Int

    /// Costs; all zero unless said.
    public init(
      indexSeconds: Double = 0, indexCPUSeconds: Double = 0, searchSeconds: Double = 0,
      searchCPUSeconds: Double = 0, queriesPerSecond: Double = 0,
      latencyMilliseconds: [String: Double] = [:], indexBytes: Int = 0, peakResidentBytes: Int = 0
    ) {
      self.indexSeconds = indexSeconds
      self.indexCPUSeconds = indexCPUSeconds
      self.searchSeconds = searchSeconds
      self.searchCPUSeconds = searchCPUSeconds
      self.queriesPerSecond = queriesPerSecond
      self.latencyMilliseconds = latencyMilliseconds
      self.indexBytes = indexBytes
      self.peakResidentBytes = peakResidentBytes
    }
  }

  /// A measure over all judged queries.
  public struct Score: Sendable, Hashable {
    /// Canonical name, `nDCG@10`.
    public var measure: String
    /// Mean (or micro average) over queries.
    public var value: Double
    /// 95 % percentile bootstrap interval over queries; nil where there is none (micro averages).
    public var interval: ClosedRange<Double>?
    /// Value of each query, in the order of ``Experiment/queryIDs``; empty in listings.
    public var perQuery: [Double]

    /// A score.
    public init(
      measure: String, value: Double, interval: ClosedRange<Double>? = nil, perQuery: [Double] = []
    ) {
      self.measure = measure
      self.value = value
      self.interval = interval
      self.perQuery = perQuery
    }
  }

  /// What became of a hardware profile in this experiment.
  public struct ProfileRecord: Sendable, Hashable, Codable {
    /// One demand of the profile.
    public struct Limit: Sendable, Hashable, Codable {
      /// What is limited, `cores`.
      public var name: String
      /// What the profile demands.
      public var asked: String
      /// Whether the system held the worker to it.
      public var isEnforced: Bool
      /// How, or why not.
      public var detail: String

      /// A limit.
      public init(name: String, asked: String, isEnforced: Bool, detail: String) {
        self.name = name
        self.asked = asked
        self.isEnforced = isEnforced
        self.detail = detail
      }
    }

    /// Why the measurement does not conform to the profile.
    public struct Reason: Sendable, Hashable, Codable {
      /// What was seen.
      public var text: String
      /// Whether measuring again may do better.
      public var isTransient: Bool

      /// A reason.
      public init(_ text: String, isTransient: Bool) {
        self.text = text
        self.isTransient = isTransient
      }
    }

    /// Hash of what the profile demanded.
    public var hash: String
    /// What it demanded, by the names of its manifest.
    public var settings: [String: String]
    /// What became of its limits.
    public var limits: [Limit] = []
    /// Why times may not be compared; empty where they may.
    public var reasons: [Reason] = []
    /// What the machine does not let anybody see, `governor`.
    public var unseen: [String] = []

    /// The record of a profile of which nothing is known yet.
    public init(hash: String, settings: [String: String]) {
      self.hash = hash
      self.settings = settings
    }

    /// Whether times may be compared with others under the profile.
    public var isConformant: Bool { reasons.isEmpty }
  }

  /// Identifier, stable for this cell's identity: hex digits, usable as a file name.
  public var id: String
  /// Suite name, `beir`.
  public var suite: String
  /// Task name within the suite, `scifact`.
  public var task: String
  /// What to write after `--retriever`, `bm25:fields=multifield`.
  public var retriever: String
  /// Hardware profile, `unrestricted` where nothing was limited.
  public var profile: String
  /// What became of it; nil where nothing was limited.
  public var profileRecord: ProfileRecord?
  /// How the request departed from the suite's declaration, `limit-queries=50,top-k=100`; empty for
  /// a run as declared. Only experiments with an empty variant belong on a leaderboard.
  public var variant: String
  /// How it ended.
  public var status: Status
  /// Why it failed; empty when done.
  public var reason: String
  /// Identity.
  public var hashes: Hashes
  /// Sizes.
  public var counts: Counts
  /// Costs.
  public var cost: Cost
  /// Measures, headline first; no per-query values in listings.
  public var scores: [Score]
  /// Judged queries in the order of ``Score/perQuery``; empty in listings.
  public var queryIDs: [String]
  /// Parameters of the retriever after defaults.
  public var parameters: [String: String]
  /// The retriever's family, `sparse`.
  public var family: String
  /// Settings of the evaluation protocol by name.
  public var protocolSettings: [String: String]
  /// What the index says of itself: documents, terms, postings and so on.
  public var indexStatistics: [String: Int]
  /// By query: tokens of its longest relevant document, to a retriever whose model reads only so
  /// many; empty where nobody counted.
  public var relevantTokens: [String: Int]
  /// The machine: CPU model, cores, memory, kernel and so on.
  public var machine: [String: String]
  /// Version of `bench` that ran it.
  public var programVersion: String
  /// Source commit it was built from; empty when unknown.
  public var sourceCommit: String
  /// The command that runs this cell again.
  public var command: String
  /// Seconds since 1970 when it started.
  public var startedAt: Double
  /// Version of the scoring code that made ``Experiment/scores``.
  public var scoringVersion: Int
  /// Whether protocol, data or scoring code have changed since: shown, but not to be compared.
  public var isStale: Bool
  /// Number of this record in the history of its store, rising from 1; 0 before it was stored.
  public var sequence: Int64

  /// An experiment; the caller fills in the rest.
  public init(
    id: String, suite: String, task: String, retriever: String, profile: String, status: Status,
    hashes: Hashes
  ) {
    self.id = id
    self.suite = suite
    self.task = task
    self.retriever = retriever
    self.profile = profile
    self.status = status
    self.hashes = hashes
    variant = ""
    reason = ""
    counts = Counts()
    cost = Cost()
    scores = []
    queryIDs = []
    parameters = [:]
    family = ""
    protocolSettings = [:]
    indexStatistics = [:]
    relevantTokens = [:]
    machine = [:]
    programVersion = ""
    sourceCommit = ""
    command = ""
    startedAt = 0
    scoringVersion = 0
    isStale = false
    sequence = 0
  }
}
