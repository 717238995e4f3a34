// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Retrieval
import Suites

/// Which tasks a command line means, grouped by the suite whose measures they are scored with.
struct TaskSelection {
  /// The chosen tasks of one suite.
  struct Part {
    /// Name of the suite; `local` for tasks named by their folder.
    var suite: String
    /// Measures to compute, headline first.
    var measures: [String]
    /// The tasks, each once.
    var tasks: [RetrievalTask]
  }

  /// What tasks are scored with that belong to no suite.
  static let localMeasures = [
    "nDCG@10", "R@100", "R@1000", "AP", "RR@10", "P@10", "Judged@10",
  ]

  /// The parts, in the order of the command line.
  private(set) var all: [Part] = []

  /// All tasks of a suite, or those that are named.
  ///
  /// - Parameter reading: How folders are read that are named as tasks.
  /// - Throws: `DataError` when a suite or a task does not exist; `ValidationError` when `reading` says
  ///   something and tasks of a suite are named, whose manifest says it.
  init(
    suite: String?, tasks names: [String], reading: FolderReading, in catalogue: SuiteCatalogue
  ) throws {
    let suite = try suite.map { try catalogue.suite($0) }
    if let suite, names.isEmpty { add(suite.tasks, of: suite) }
    for name in names {
      if let suite, let tasks = try? suite.tasks(named: name) {
        add(tasks, of: suite)
        continue
      }
      if let suite, !name.contains("/") {
        add(try suite.tasks(named: name), of: suite)
        continue
      }
      let task = try catalogue.task(name, reading: reading)
      add([task], of: catalogue.suites.first { $0.name == task.suite })
    }
    let declared = all.first { $0.suite != "local" }?.tasks.first
    guard reading == FolderReading() || declared == nil else {
      throw ValidationError(
        "--format, --split, --language and --reading are for folders named as tasks; how "
          + "\(declared?.qualifiedName ?? "") is read is what its suite declares. Name the folder with "
          + "--task to read it in another way.")
    }
  }

  private mutating func add(_ tasks: [RetrievalTask], of suite: Suite?) {
    let name = suite?.name ?? "local"
    let position: Int
    if let known = all.firstIndex(where: { $0.suite == name }) {
      position = known
    } else {
      position = all.count
      all.append(Part(suite: name, measures: suite?.measures ?? Self.localMeasures, tasks: []))
    }
    for task in tasks where !all[position].tasks.contains(task) {
      all[position].tasks.append(task)
    }
  }
}
