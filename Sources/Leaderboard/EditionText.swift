// SPDX-License-Identifier: Apache-2.0

import RunStore
import Suites

/// What sets results of a task apart from those on its leaderboard, in words.
enum EditionText {
  /// Heading on the task's page.
  static func title(of edition: Edition) -> String {
    guard let kind = edition.comparability else { return "Results" }
    if !kind.variant.isEmpty { return "Results with \(kind.variant)" }
    if kind.isStale { return "Stale results on \(hashes(kind))" }
    return "Results on \(hashes(kind))"
  }

  /// Why an edition is not on the leaderboard.
  static func reason(for edition: Edition) -> String {
    guard let kind = edition.comparability else { return "" }
    if !kind.variant.isEmpty {
      return "Not run as the suite declares it, so not comparable with a leaderboard."
    }
    if kind.isStale {
      return "Data, protocol or scoring code changed since. Run them again to compare them."
    }
    return "Other data or another protocol: not comparable with the leaderboard’s scores."
  }

  /// Why an experiment is not on the leaderboard; nil when it is.
  static func remark(on experiment: Experiment, in results: TaskResults) -> String? {
    if results.current.cells[RowKey(experiment)]?.id == experiment.id { return nil }
    let kind = Comparability(experiment)
    if kind.isDeclared, experiment.status == .failed || kind == results.current.comparability {
      return "Another experiment of the same retriever stands there."
    }
    return reason(for: Edition(comparability: kind))
  }

  /// The remark on the suite's page.
  static func notice(of edition: Edition, in results: TaskResults) -> String {
    let count = edition.cells.count
    let experiments = "\(results.task.title): \(count) experiment\(count == 1 ? "" : "s")"
    let verb = count == 1 ? "is" : "are"
    guard let kind = edition.comparability else { return "" }
    if !kind.variant.isEmpty {
      return "\(experiments) with \(kind.variant) \(verb) not in these tables."
    }
    if kind.isStale {
      return "\(experiments) \(verb) stale and not in these tables: data, protocol or scoring code "
        + "changed since."
    }
    return
      "\(experiments) on other data or under another protocol (\(hashes(kind))) \(verb) not in "
      + "these tables"
      + (results.current.comparability.map { ", which show \(hashes($0))." } ?? ".")
  }

  private static func hashes(_ kind: Comparability) -> String {
    "data \(shortHash(kind.taskHash)), protocol \(shortHash(kind.protocolHash))"
  }
}
