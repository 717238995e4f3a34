// SPDX-License-Identifier: Apache-2.0

import Identity
import Measures
import Retrieval
import RunStore
import Runner
import Suites

/// What `bench run` prints on standard output: a table for people or a JSON object a cell.
enum RunSummary {
  /// The cells of a run as a table: the measures of the suite, then what it cost.
  static func table(_ outcomes: [CellOutcome], measures: [String]) -> String {
    let shown = Array(measures.prefix(4))
    var table = TextTable(
      [("task", .left), ("retriever", .left)] + shown.map { ($0, .right) } + [
        ("95 % interval", .right), ("index", .right), ("queries/s", .right), ("p95", .right),
        ("memory", .right),
      ])
    for outcome in outcomes {
      guard let experiment = outcome.experiment else { continue }
      table.add(
        [experiment.task, experiment.retriever] + cells(of: experiment, measures: shown))
    }
    return table.render()
  }

  /// For every cell that ran under a hardware profile, whether it conforms to it; empty for none.
  static func conformance(_ outcomes: [CellOutcome]) -> String {
    outcomes.compactMap(\.experiment).filter { $0.status == .done }.map { experiment in
      guard let record = experiment.profileRecord else { return "" }
      let name = "\(experiment.task) \(experiment.retriever): profile \(experiment.profile): "
      guard !record.isConformant else { return name + "conformant\n" }
      return name + "not conformant: "
        + record.reasons.map(\.text).joined(separator: "; ") + "\n"
    }.joined()
  }

  private static func cells(of experiment: Experiment, measures: [String]) -> [String] {
    guard experiment.status == .done else {
      return ["failed"] + Array(repeating: "–", count: measures.count + 4)
    }
    let values = measures.map { name in
      experiment.scores.first { $0.measure == name }
        .map { fixedPoint($0.value, decimals: 4) } ?? "–"
    }
    let interval = experiment.scores.first?.interval.map {
      "\(fixedPoint($0.lowerBound, decimals: 3))–\(fixedPoint($0.upperBound, decimals: 3))"
    }
    let cost = experiment.cost
    return values + [
      interval ?? "–",
      formatSeconds(cost.indexSeconds) + (experiment.reusedVectors > 0 ? ", cached" : ""),
      fixedPoint(cost.queriesPerSecond, decimals: 0),
      cost.latencyMilliseconds["p95"].map { fixedPoint($0, decimals: 2) + " ms" } ?? "–",
      formatBytes(cost.peakResidentBytes),
    ]
  }

  /// One cell as the object that `--json` prints; fields may be added, never renamed.
  static func json(_ outcome: CellOutcome) -> CanonicalJSON {
    switch outcome {
    case .done(let experiment): object(experiment, status: "done")
    case .skipped(let experiment): object(experiment, status: "skipped")
    case .failed(let experiment): object(experiment, status: "failed")
    case .unavailable(let cell, let error):
      .object([
        "experiment": .null, "suite": .string(cell.task.suite), "task": .string(cell.task.name),
        "retriever": .string(cell.retriever.specification), "status": .string("failed"),
        "reason": .string(error.description), "profile": .null, "conformance": .null,
        "measures": .object([:]), "counts": .object([:]), "timing": .object([:]),
        "bytes": .object([:]), "hashes": .object([:]), "index": .object([:]),
      ])
    }
  }

  private static func object(_ experiment: Experiment, status: String) -> CanonicalJSON {
    let counts = experiment.counts
    let cost = experiment.cost
    let measures = experiment.scores.map { ($0.measure, number($0.value)) }
    return .object([
      "experiment": .string(experiment.id), "suite": .string(experiment.suite),
      "task": .string(experiment.task), "retriever": .string(experiment.retriever),
      "profile": .string(experiment.profile),
      "conformance": experiment.profileRecord.map(object) ?? .null, "status": .string(status),
      "reason": .string(experiment.reason),
      "measures": .object(Dictionary(measures) { first, _ in first }),
      "counts": .object([
        "documents": .integer(counts.documents), "queries": .integer(counts.queries),
        "judged": .integer(counts.judged), "missing": .integer(counts.missing),
      ]),
      "timing": .object([
        "index_seconds": number(cost.indexSeconds),
        "index_cpu_seconds": number(cost.indexCPUSeconds),
        "search_seconds": number(cost.searchSeconds),
        "search_cpu_seconds": number(cost.searchCPUSeconds),
        "queries_per_second": number(cost.queriesPerSecond),
        "latency_ms": .object(cost.latencyMilliseconds.mapValues(number)),
      ]),
      "bytes": .object([
        "index": .integer(cost.indexBytes), "peak_resident": .integer(cost.peakResidentBytes),
      ]),
      "hashes": .object([
        "task": .string(experiment.hashes.task), "protocol": .string(experiment.hashes.protocol),
        "retriever": .string(experiment.hashes.retriever),
        "specification": .string(experiment.hashes.specification),
      ]),
      "index": .object(experiment.indexStatistics.mapValues { .integer($0) }),
      "truncation": TruncationLedger(experiment).map(object) ?? .null,
    ])
  }

  private static func object(_ record: Experiment.ProfileRecord) -> CanonicalJSON {
    .object([
      "profile_hash": .string(record.hash),
      "settings": .object(record.settings.mapValues { .string($0) }),
      "conformant": .boolean(record.isConformant),
      "reasons": .array(record.reasons.map { .string($0.text) }),
      "unseen": .array(record.unseen.map { .string($0) }),
      "limits": .array(
        record.limits.map {
          .object([
            "name": .string($0.name), "asked": .string($0.asked),
            "enforced": .boolean($0.isEnforced), "detail": .string($0.detail),
          ])
        }),
    ])
  }

  private static func object(_ ledger: TruncationLedger) -> CanonicalJSON {
    func object(_ texts: TruncationLedger.Texts) -> CanonicalJSON {
      .object([
        "truncated_share": number(texts.truncatedShare),
        "dropped_token_share": number(texts.droppedShare),
      ])
    }
    return .object([
      "documents": object(ledger.documents), "queries": object(ledger.queries),
      "by_relevant_tokens": .array(
        ledger.buckets.map {
          .object([
            "most": .integer($0.most), "queries": .integer($0.queries),
            "measure": .string($0.measure), "mean": number($0.mean),
          ])
        }),
    ])
  }

  private static func number(_ value: Double) -> CanonicalJSON {
    value.isFinite ? .number(value) : .null
  }
}

extension CellOutcome {
  /// The stored experiment, unless the data was not there.
  var experiment: Experiment? {
    switch self {
    case .done(let experiment), .skipped(let experiment), .failed(let experiment): experiment
    case .unavailable: nil
    }
  }
}
