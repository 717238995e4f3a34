// SPDX-License-Identifier: Apache-2.0

import RunStore
import Suites

/// The files for spreadsheets and scripts that lie beside the pages.
enum SuiteCSV {
  /// Ranks, means and scores: a line per measure and retriever, a column per task or group.
  static func leaderboard(_ results: SuiteResults) -> String {
    let columns = Board.columns(of: results)
    var csv = CSV(
      header: ["measure", "rank", "retriever", "family", "profile", "specification_hash"]
        + ["tasks_done", "tasks", "mean"] + columns.map(\.title))
    for measure in results.measures {
      for row in Board(measure: measure, columns: columns, keys: results.rows).rows {
        let place: [CSV.Field] = [
          .text(measure), .count(row.standing.rank), .text(row.key.retriever), .text(row.family),
          .text(row.key.profile), .text(row.key.hash), .count(row.standing.done),
          .count(row.standing.total), .number(row.standing.mean),
        ]
        csv.append(place + row.cells.map { CSV.Field.number($0.value) })
      }
    }
    return csv.text
  }

  /// Everything measured: a line per experiment, also those that no column of the page shows.
  static func cells(_ results: SuiteResults) -> String {
    let latencies = Set(results.experiments.flatMap(\.cost.latencyMilliseconds.keys)).sorted()
    var header = ["experiment", "task", "retriever", "family", "profile", "status", "reason"]
    header += [
      "task_hash", "protocol_hash", "retriever_hash", "specification_hash", "variant", "stale",
    ]
    header += ["documents", "queries", "judged", "missing"]
    header += results.measures.flatMap { [$0, $0 + " low", $0 + " high"] }
    header += ["index_seconds", "index_cpu_seconds", "search_seconds", "search_cpu_seconds"]
    header += ["queries_per_second"] + latencies.map { "latency_ms_" + $0 }
    header += ["index_bytes", "peak_resident_bytes"]
    var csv = CSV(header: header)
    let order = Dictionary(
      results.tasks.enumerated().map { ($1.task.name, $0) }, uniquingKeysWith: min)
    let experiments = results.experiments.sorted {
      (order[$0.task] ?? 0, $0.retriever, $0.profile, $0.id)
        < (order[$1.task] ?? 0, $1.retriever, $1.profile, $1.id)
    }
    for experiment in experiments {
      csv.append(
        identity(experiment) + scores(experiment, results.measures) + costs(experiment, latencies))
    }
    return csv.text
  }

  /// An experiment's per-query values: a line per query, a column per measure.
  static func queries(_ experiment: Experiment) -> String {
    let scores = ExperimentView.perQueryScores(experiment)
    var csv = CSV(header: ["query"] + scores.map(\.measure))
    for (index, id) in experiment.queryIDs.enumerated() {
      csv.append([.text(id)] + scores.map { CSV.Field.number($0.perQuery[index]) })
    }
    return csv.text
  }

  private static func identity(_ experiment: Experiment) -> [CSV.Field] {
    let isDone = experiment.status == .done
    let counts = experiment.counts
    return [
      .text(experiment.id), .text(experiment.task), .text(experiment.retriever),
      .text(experiment.family), .text(experiment.profile), .text(experiment.status.rawValue),
      .text(experiment.reason), .text(experiment.hashes.task), .text(experiment.hashes.protocol),
      .text(experiment.hashes.retriever), .text(experiment.hashes.specification),
      .text(experiment.variant),
      .text(experiment.isStale ? "yes" : "no"), .count(isDone ? counts.documents : nil),
      .count(isDone ? counts.queries : nil), .count(isDone ? counts.judged : nil),
      .count(isDone ? counts.missing : nil),
    ]
  }

  private static func scores(_ experiment: Experiment, _ measures: [String]) -> [CSV.Field] {
    measures.flatMap { measure -> [CSV.Field] in
      let score = experiment.scores.first { $0.measure == measure }
      return [
        .number(score?.value), .number(score?.interval?.lowerBound),
        .number(score?.interval?.upperBound),
      ]
    }
  }

  private static func costs(_ experiment: Experiment, _ latencies: [String]) -> [CSV.Field] {
    guard experiment.status == .done else {
      return Array(repeating: .count(nil), count: 7 + latencies.count)
    }
    let cost = experiment.cost
    guard experiment.hasComparableTimes else {
      return Array(repeating: .count(nil), count: 5 + latencies.count)
        + [.count(cost.indexBytes), .count(cost.peakResidentBytes)]
    }
    let times: [CSV.Field] = [
      .number(cost.indexSeconds), .number(cost.indexCPUSeconds), .number(cost.searchSeconds),
      .number(cost.searchCPUSeconds), .number(cost.queriesPerSecond),
    ]
    let latency = latencies.map { CSV.Field.number(cost.latencyMilliseconds[$0]) }
    return times + latency + [.count(cost.indexBytes), .count(cost.peakResidentBytes)]
  }
}
