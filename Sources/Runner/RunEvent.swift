// SPDX-License-Identifier: Apache-2.0

public import Retrieval
public import RunStore
public import Suites

/// One cell of a request, before anything of it has been run.
public struct PlannedCell: Sendable, Hashable {
  /// The task.
  public var task: RetrievalTask
  /// The retriever's card.
  public var retriever: RetrieverCard

  /// A cell from its parts.
  public init(task: RetrievalTask, retriever: RetrieverCard) {
    self.task = task
    self.retriever = retriever
  }
}

/// What a worker is doing.
public enum Phase: String, Sendable, Hashable, Codable {
  /// Starting, reading queries and qrels.
  case loading
  /// Reading the corpus and building the index.
  case indexing
  /// Answering queries.
  case searching
  /// Checking the rankings against the corpus and computing the task hash.
  case checking
}

/// How a cell ended.
public enum CellOutcome: Sendable, Hashable {
  /// It ran; the experiment is stored.
  case done(Experiment)
  /// It was done before, by the same retriever, task and protocol; nothing ran. Its scores may have
  /// been computed again from the stored rankings.
  case skipped(Experiment)
  /// The retriever failed; the experiment with its reason is stored.
  case failed(Experiment)
  /// The data is missing or wrong: that says nothing about the retriever and is not stored.
  case unavailable(PlannedCell, DataError)
}

/// What happens while a request is worked through.
public enum RunEvent: Sendable {
  /// First of all: every cell, in the order in which they will come.
  case planned([PlannedCell])
  /// Something odd about a task's data that does not stop it.
  case warning(task: RetrievalTask, String)
  /// The scores of a stored experiment were computed again, with the present protocol, measures
  /// or scoring code.
  case rescored(Experiment)
  /// A worker is being started for the cell with this position in the plan.
  case cellStarted(Int, PlannedCell)
  /// A worker is so far in a phase.
  case progress(Progress)
  /// A line that the worker wrote to its standard error.
  case log(Int, String)
  /// The cell with this position in the plan has ended.
  case cellEnded(Int, CellOutcome)

  /// How far a worker is.
  public struct Progress: Sendable, Hashable {
    /// Position of the cell in the plan.
    public var cell: Int
    /// What it is doing.
    public var phase: Phase
    /// Documents or queries done in this phase.
    public var done: Int
    /// Documents or queries in all, where that is known.
    public var total: Int?
    /// Documents or queries per second since the phase began.
    public var rate: Double

    /// Seconds left at this rate, where that can be said.
    public var secondsLeft: Double? {
      guard let total, rate > 0, total >= done else { return nil }
      return Double(total - done) / rate
    }
  }
}
