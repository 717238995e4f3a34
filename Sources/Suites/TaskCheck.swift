// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// What a task's data turned out to be, beside what its manifest declares.
public struct TaskCheck: Sendable, Hashable {
  /// One declared fact and what was found in its place.
  public struct Fact: Sendable, Hashable {
    /// What it is about: `documents`, `queries`, `qrels`, `first document`.
    public var subject: String
    /// What the manifest says; nil where it says nothing.
    public var declared: String?
    /// What the data says; nil where it has no such document.
    public var found: String?

    /// Whether the data is what the manifest says, or the manifest says nothing.
    public var agrees: Bool { declared == nil || declared == found }
  }

  /// The task.
  public var task: RetrievalTask
  /// Counts, then identifiers, in a fixed order.
  public var facts: [Fact]

  /// The facts in which data and manifest differ.
  public var differences: [Fact] { facts.filter { !$0.agrees } }

  /// Reads all of a task's data and compares it with the manifest.
  ///
  /// - Parameter dataFolder: As for ``loadTask(_:dataFolder:)``.
  /// - Throws: `DataError`, `.missing` when the data is not there, and what reading it throws.
  public init(_ task: RetrievalTask, dataFolder: String) throws {
    let loaded = try loadTask(task, dataFolder: dataFolder)
    let corpus = try CorpusEnds(loaded.corpus)
    func count(_ subject: String, _ declared: Int?, _ found: Int) -> Fact {
      Fact(subject: subject, declared: declared.map(String.init), found: String(found))
    }
    self.task = task
    facts = [
      count("documents", task.counts.documents, corpus.count),
      count("queries", task.counts.queries, loaded.countedQueries),
      count("qrels", task.counts.qrels, loaded.qrels.judgmentCount),
      Fact(subject: "first document", declared: task.documents.first, found: corpus.first),
      Fact(subject: "tenth document", declared: task.documents.tenth, found: corpus.tenth),
      Fact(subject: "last document", declared: task.documents.last, found: corpus.last),
    ]
  }
}

/// The number of documents and the identifiers of three of them, from one pass over a corpus.
private struct CorpusEnds {
  private(set) var count = 0
  private(set) var first: String?
  private(set) var tenth: String?
  private(set) var last: String?

  init(_ corpus: any Corpus) throws {
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      guard batch.count > 0 else { continue }
      if count == 0 { first = batch[0].id }
      if (count..<count + batch.count).contains(9) { tenth = batch[9 - count].id }
      last = batch[batch.count - 1].id
      count += batch.count
    }
  }
}
