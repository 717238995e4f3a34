// SPDX-License-Identifier: Apache-2.0

import Retrieval
import RunStore
import Suites

/// What makes a row of a leaderboard: a retriever under a hardware profile.
struct RowKey: Hashable {
  /// The retriever's specification.
  var retriever: String
  /// The retriever's hash: one specification can mean different things in different versions.
  var hash: String
  /// Hardware profile.
  var profile: String

  init(_ experiment: Experiment) {
    retriever = experiment.retriever
    hash = experiment.hashes.retriever
    profile = experiment.profile
  }

  /// Order of last resort, by name.
  static func precedes(_ first: RowKey, _ second: RowKey) -> Bool {
    (first.retriever, first.profile, first.hash) < (second.retriever, second.profile, second.hash)
  }
}

/// One task as measured on one state of its data under one protocol: what may share a column.
struct Edition {
  /// Hash of the data; empty when nothing was measured.
  var taskHash: String
  /// Hash of the protocol.
  var protocolHash: String
  /// The experiment of each row.
  var cells: [RowKey: Experiment]

  /// A done experiment for each row that has one, best known order by name.
  var done: [Experiment] {
    cells.sorted { RowKey.precedes($0.key, $1.key) }.map(\.value).filter { $0.status == .done }
  }

  /// Seconds since 1970 when its newest experiment started.
  var newest: Double {
    cells.values.map(\.startedAt).max() ?? 0
  }
}

/// All results of a task.
struct TaskResults {
  /// The task as the suite declares it.
  var task: RetrievalTask
  /// Whether the suite's manifest knows the task.
  var isDeclared: Bool
  /// The edition that the leaderboard shows, then the others; never empty.
  var editions: [Edition]

  /// The edition of the leaderboard's column.
  var current: Edition { editions[0] }
  /// Whether at least one retriever has scores.
  var hasScores: Bool { current.cells.values.contains { $0.status == .done } }

  /// Sorts the experiments of a task into editions.
  ///
  /// The leaderboard's edition is the one whose sizes are those the manifest declares; among several
  /// the one with most retrievers, then the newest. A failed experiment has no score that could be
  /// compared, so it stands in the leaderboard's edition unless its row has a score there.
  init(task: RetrievalTask, isDeclared: Bool, experiments: [Experiment]) {
    self.task = task
    self.isDeclared = isDeclared
    var byIdentity: [[String]: Edition] = [:]
    for experiment in experiments where experiment.status == .done {
      let identity = [experiment.hashes.task, experiment.hashes.protocol]
      let fresh = Edition(taskHash: identity[0], protocolHash: identity[1], cells: [:])
      byIdentity[identity, default: fresh].keep(experiment)
    }
    editions = byIdentity.values.sorted { Self.precedes($0, $1, of: task) }
    if editions.isEmpty { editions = [Edition(taskHash: "", protocolHash: "", cells: [:])] }
    for experiment in experiments where experiment.status == .failed {
      editions[0].keep(experiment)
    }
  }

  private static func precedes(_ first: Edition, _ second: Edition, of task: RetrievalTask) -> Bool
  {
    let matches = (first.matches(task.counts), second.matches(task.counts))
    if matches.0 != matches.1 { return matches.0 }
    if first.cells.count != second.cells.count { return first.cells.count > second.cells.count }
    if first.newest != second.newest { return first.newest > second.newest }
    return (first.taskHash, first.protocolHash) < (second.taskHash, second.protocolHash)
  }
}

extension Edition {
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

/// All results of a suite, ready to be laid out.
struct SuiteResults {
  /// The suite; made up from the experiments when no manifest declares it.
  var suite: Suite
  /// Tasks with at least one experiment: those of the manifest in its order, then the others by name.
  var tasks: [TaskResults]
  /// Retriever and profile of every row, by name.
  var rows: [RowKey]
  /// Measures to show: the suite's, then others that were stored.
  var measures: [String]
  /// Every experiment of the suite, also those that no column shows.
  var experiments: [Experiment]

  /// The suite's results among `experiments` (only its own are read).
  init(suite: Suite, experiments all: [Experiment]) {
    let own = all.filter { $0.suite == suite.name }.sorted { $0.id < $1.id }
    self.suite = suite
    experiments = own
    let byTask = Dictionary(grouping: own, by: \.task)
    let declared = Set(suite.tasks.map(\.name))
    let others = byTask.keys.filter { !declared.contains($0) }.sorted()
    tasks = (suite.tasks + others.map { RetrievalTask(name: $0, folder: "") }).compactMap { task in
      byTask[task.name].map {
        TaskResults(task: task, isDeclared: declared.contains(task.name), experiments: $0)
      }
    }
    rows = Set(tasks.flatMap { $0.current.cells.keys }).sorted(by: RowKey.precedes)
    var seen = Set<String>()
    let stored = own.flatMap { $0.scores.map(\.measure) }
    measures = ([suite.headline] + suite.measures + stored).filter { measure in
      !measure.isEmpty && seen.insert(measure).inserted
    }
  }

  /// Every suite with experiments: those of the catalogue in its order, then unknown ones by name.
  static func all(of suites: [Suite], experiments: [Experiment]) -> [SuiteResults] {
    let declared = Set(suites.map(\.name))
    let unknown = Set(experiments.map(\.suite)).subtracting(declared).sorted().map { name in
      Suite(
        name: name, title: name.isEmpty ? "Tasks without a suite" : name, version: "", summary: "",
        citation: "",
        headline: experiments.lazy.filter { $0.suite == name }
          .compactMap { $0.scores.first?.measure }.first ?? "",
        measures: [], tasks: [])
    }
    return (suites + unknown).map { SuiteResults(suite: $0, experiments: experiments) }
      .filter { !$0.experiments.isEmpty }
  }
}
