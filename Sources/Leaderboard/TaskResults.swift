// SPDX-License-Identifier: Apache-2.0

import Retrieval
import RunStore
import Suites

/// What must be equal for scores of a task to share a column.
struct Comparability: Hashable {
  /// Hash of the data; empty when nothing was measured.
  var taskHash: String
  /// Hash of the protocol.
  var protocolHash: String
  /// How the request departed from the suite's declaration; empty for a run as declared.
  var variant: String
  /// Whether data, protocol or scoring code changed since.
  var isStale: Bool

  init(_ experiment: Experiment) {
    taskHash = experiment.hashes.task
    protocolHash = experiment.hashes.protocol
    variant = experiment.variant
    isStale = experiment.isStale
  }

  /// Whether such scores belong on a leaderboard at all.
  var isDeclared: Bool { variant.isEmpty && !isStale }
}

/// One task as measured on one state of its data under one protocol: what may share a column.
struct Edition {
  /// What all its scores have in common; nil while there are none.
  var comparability: Comparability?
  /// The experiment of each row.
  var cells: [RowKey: Experiment] = [:]

  /// Experiments with scores, ordered by row name.
  var done: [Experiment] {
    cells.sorted { RowKey.precedes($0.key, $1.key) }.map(\.value).filter { $0.status == .done }
  }

  /// Failed experiments, ordered by row name.
  var failed: [Experiment] {
    cells.sorted { RowKey.precedes($0.key, $1.key) }.map(\.value).filter { $0.status == .failed }
  }

  /// Seconds since 1970 when its newest experiment started.
  var newest: Double {
    cells.values.map(\.startedAt).max() ?? 0
  }

  /// Keeps one experiment per row: a score before a failure, then the newest.
  mutating func keep(_ experiment: Experiment) {
    let key = RowKey(experiment)
    if let known = cells[key] {
      let order = { (one: Experiment) in (one.status == .done ? 1 : 0, one.startedAt, one.id) }
      guard order(experiment) > order(known) else { return }
    }
    cells[key] = experiment
  }

  /// Whether the sizes measured are those the manifest declares.
  func matches(_ declared: RetrievalTask.Counts) -> Bool {
    guard let counts = done.first?.counts else { return false }
    return (declared.documents ?? counts.documents) == counts.documents
      && (declared.queries ?? counts.judged) == counts.judged
  }
}

/// All results of a task.
struct TaskResults {
  /// The task as the suite declares it.
  let task: RetrievalTask
  /// Whether the suite's manifest knows the task.
  let isDeclared: Bool
  /// What the leaderboard's column shows; without cells when nothing belongs there.
  let current: Edition
  /// What must not share that column.
  let others: [Edition]

  /// Whether at least one retriever has scores in the leaderboard's column.
  var hasScores: Bool { current.cells.values.contains { $0.status == .done } }

  /// Sorts the experiments of a task into editions.
  ///
  /// The leaderboard shows the edition whose sizes are those the manifest declares; among several
  /// the one with most retrievers, then the newest. Variants and stale scores are never shown there.
  /// A failed experiment has no score that could be compared, so it stands in the leaderboard's
  /// edition unless its row has a score there.
  init(task: RetrievalTask, isDeclared: Bool, experiments: [Experiment]) {
    self.task = task
    self.isDeclared = isDeclared
    var byKind: [Comparability: Edition] = [:]
    for experiment in experiments where experiment.status == .done {
      let kind = Comparability(experiment)
      byKind[kind, default: Edition(comparability: kind)].keep(experiment)
    }
    var editions = byKind.values.sorted { Self.precedes($0, $1, of: task) }
    if editions.first?.comparability?.isDeclared != true {
      editions.insert(Edition(), at: 0)
    }
    for experiment in experiments where experiment.status == .failed {
      let kind = Comparability(experiment)
      if kind.isDeclared {
        editions[0].keep(experiment)
      } else if let place = editions.firstIndex(where: {
        $0.comparability?.variant == kind.variant && $0.comparability?.isStale == kind.isStale
      }) {
        editions[place].keep(experiment)
      } else {
        var edition = Edition(comparability: kind)
        edition.keep(experiment)
        editions.append(edition)
      }
    }
    current = editions[0]
    others = Array(editions.dropFirst())
  }

  private static func precedes(
    _ first: Edition, _ second: Edition, of task: RetrievalTask
  ) -> Bool {
    guard let one = first.comparability, let two = second.comparability else { return false }
    if one.isDeclared != two.isDeclared { return one.isDeclared }
    let matches = (first.matches(task.counts), second.matches(task.counts))
    if matches.0 != matches.1 { return matches.0 }
    if first.cells.count != second.cells.count { return first.cells.count > second.cells.count }
    if first.newest != second.newest { return first.newest > second.newest }
    let name = { (kind: Comparability) in
      (kind.taskHash, kind.protocolHash, kind.variant, kind.isStale ? 1 : 0)
    }
    return name(one) < name(two)
  }
}
