// SPDX-License-Identifier: Apache-2.0

import Retrieval
import RunStore
import Suites

/// What makes a row of a leaderboard: a retriever under a hardware profile.
struct RowKey: Hashable {
  /// The retriever's specification.
  var retriever: String
  /// The specification's hash: one specification can mean different things in different versions.
  var hash: String
  /// Hardware profile.
  var profile: String

  init(_ experiment: Experiment) {
    retriever = experiment.retriever
    hash = experiment.hashes.specification
    profile = experiment.profile
  }

  /// Order of last resort, by name.
  static func precedes(_ first: RowKey, _ second: RowKey) -> Bool {
    (first.retriever, first.profile, first.hash) < (second.retriever, second.profile, second.hash)
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

  /// The measure that ranks retrievers on a task; empty where nothing was scored.
  func headline(of task: RetrievalTask) -> String { task.headline ?? measures.first ?? "" }

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
