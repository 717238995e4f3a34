// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// A named, versioned list of tasks with a declared headline measure.
public struct Suite: Sendable, Hashable {
  /// Name on the command line and in file names, `beir`.
  public var name: String
  /// Title for people, `BEIR`.
  public var title: String
  /// Version of this manifest; changes whenever a score's meaning changes.
  public var version: String
  /// A paragraph for people.
  public var summary: String
  /// Where it comes from.
  public var citation: String
  /// The measure leaderboards sort by, `nDCG@10`.
  public var headline: String
  /// The measures computed and stored, headline first.
  public var measures: [String]
  /// Its tasks, in the order of the paper.
  public var tasks: [RetrievalTask]

  /// A suite from its parts.
  public init(
    name: String, title: String, version: String, summary: String, citation: String,
    headline: String, measures: [String], tasks: [RetrievalTask]
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.summary = summary
    self.citation = citation
    self.headline = headline
    self.measures = measures
    self.tasks = tasks
  }
}

/// A corpus, queries, qrels and the protocol by which they are scored.
public struct RetrievalTask: Sendable, Hashable {
  /// A published score of a baseline, to compare a run with.
  public struct Baseline: Sendable, Hashable {
    /// Specification of the retriever, `bm25`.
    public var retriever: String
    /// Canonical measure name.
    public var measure: String
    /// The published value.
    public var value: Double
    /// Where it was published.
    public var source: String

    /// A published score.
    public init(retriever: String, measure: String, value: Double, source: String) {
      self.retriever = retriever
      self.measure = measure
      self.value = value
      self.source = source
    }
  }

  /// Sizes that the manifest declares, checked against the data.
  public struct Counts: Sendable, Hashable {
    /// Documents in the corpus.
    public var documents: Int?
    /// Judged queries of the split.
    public var queries: Int?
    /// Judgements of the split.
    public var qrels: Int?

    /// Declared sizes; nil where the manifest says nothing.
    public init(documents: Int? = nil, queries: Int? = nil, qrels: Int? = nil) {
      self.documents = documents
      self.queries = queries
      self.qrels = qrels
    }
  }

  /// Name within the suite, also its folder: `scifact`, `cqadupstack/android`.
  public var name: String
  /// Title for people.
  public var title: String
  /// The group whose mean counts as one task in the suite's mean (`cqadupstack`), if any.
  public var group: String?
  /// Folder below the data folder, `beir/scifact`.
  public var folder: String
  /// Layout of the folder, `beir`.
  public var format: String
  /// Split of the qrels, `test`.
  public var split: String
  /// Language tag, `en`.
  public var language: String
  /// Licence of the data, as an SPDX expression or in words.
  public var licence: String
  /// Where the data can be downloaded.
  public var source: String
  /// What each grade means.
  public var grades: [Int: String]
  /// Declared sizes.
  public var counts: Counts
  /// How it is scored.
  public var evaluation: EvaluationProtocol
  /// Published scores.
  public var baselines: [Baseline]

  /// A task; the manifest reader fills in the rest.
  public init(name: String, folder: String, evaluation: EvaluationProtocol = EvaluationProtocol()) {
    self.name = name
    title = name
    group = nil
    self.folder = folder
    format = "beir"
    split = "test"
    language = "en"
    licence = ""
    source = ""
    grades = [:]
    counts = Counts()
    self.evaluation = evaluation
    baselines = []
  }
}
