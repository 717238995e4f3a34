// SPDX-License-Identifier: Apache-2.0

import RunStore

/// What retrievers cost: the columns of cost tables and how a suite's costs are added up.
struct CostColumn: Sendable {
  /// Heading with its unit.
  let title: String
  /// Which values are better.
  let best: MeasureDirection
  /// The value of some experiments together; nil where it was not measured.
  let value: @Sendable ([Experiment]) -> Double?

  /// Costs of a single task, or of a whole suite: time and size are added, memory and latency are
  /// those of the worst task, and throughput is all queries over all search time.
  static let all = [
    indexSeconds,
    CostColumn(title: "Index CPU, s", best: .lower) {
      sum($0) { indexing($0, \.indexCPUSeconds) }
    },
    CostColumn(title: "Documents/s", best: .higher) { experiments in
      ratio(
        experiments.map { Double($0.counts.documents) },
        experiments.map { indexing($0, \.indexSeconds) })
    },
    queriesPerSecond, median,
    CostColumn(title: "p95, ms", best: .lower) { worstLatency($0, "p95") },
    tail,
    CostColumn(title: "Index, MB", best: .lower) { experiments in
      sum(experiments) { Double($0.cost.indexBytes) / 1e6 }
    },
    bytesPerDocument, peakMemory,
  ]

  /// Time to index.
  static let indexSeconds = CostColumn(title: "Index, s", best: .lower) {
    sum($0) { indexing($0, \.indexSeconds) }
  }
  /// Throughput of searching.
  static let queriesPerSecond = CostColumn(title: "Queries/s", best: .higher) { experiments in
    guard experiments.allSatisfy(\.hasComparableTimes) else { return nil }
    if experiments.count == 1 { return measured(experiments[0].cost.queriesPerSecond) }
    return ratio(
      experiments.map { Double($0.counts.queries) }, experiments.map(\.cost.searchSeconds))
  }
  /// The median of latency.
  static let median = CostColumn(title: "p50, ms", best: .lower) { worstLatency($0, "p50") }
  /// The 99th percentile of latency.
  static let tail = CostColumn(title: "p99, ms", best: .lower) { worstLatency($0, "p99") }
  /// Size of the index for each document.
  static let bytesPerDocument = CostColumn(title: "Index, bytes/document", best: .lower) {
    ratio(
      $0.map { Double($0.cost.indexBytes) }, $0.map { Double($0.counts.documents) })
  }
  /// Most memory.
  static let peakMemory = CostColumn(title: "Peak memory, MB", best: .lower) { experiments in
    experiments.map { Double($0.cost.peakResidentBytes) / 1e6 }.max().flatMap(measured)
  }

  /// Time to index; not measured where vectors of an earlier run were taken, or otherwise than the
  /// profile demands.
  private static func indexing(
    _ experiment: Experiment, _ time: (Experiment.Cost) -> Double
  ) -> Double {
    experiment.reusedVectors > 0 || !experiment.hasComparableTimes ? 0 : time(experiment.cost)
  }

  /// Zero stands for “not measured” in the record.
  private static func measured(_ value: Double) -> Double? {
    value.isFinite && value > 0 ? value : nil
  }

  private static func sum(
    _ experiments: [Experiment], _ part: (Experiment) -> Double
  ) -> Double? {
    let parts = experiments.map { measured(part($0)) }
    let known = parts.compactMap(\.self)
    return known.count == parts.count ? known.reduce(0, +) : nil
  }

  /// Amounts per second, or per anything else of which there must be some everywhere.
  private static func ratio(_ amounts: [Double], _ units: [Double]) -> Double? {
    let known = units.compactMap(measured)
    guard known.count == units.count, !known.isEmpty else { return nil }
    return measured(amounts.reduce(0, +) / known.reduce(0, +))
  }

  private static func worstLatency(_ experiments: [Experiment], _ name: String) -> Double? {
    let values = experiments.map {
      $0.hasComparableTimes ? $0.cost.latencyMilliseconds[name].flatMap(measured) : nil
    }
    let known = values.compactMap(\.self)
    return known.count == values.count ? known.max() : nil
  }
}

extension Experiment {
  /// Whether times were measured as the hardware profile demands, where there is one.
  var hasComparableTimes: Bool { profileRecord?.isConformant ?? true }
}

/// A table of costs, laid out.
struct CostTable {
  /// The row of a retriever: all its experiments, and how many the table asks for.
  struct Entry {
    let key: RowKey
    let family: String
    let experiments: [Experiment]
    let total: Int
    let standing: Standing
    let link: String?
  }

  /// Lays out rows in the given order; a row that lacks tasks shows no sums.
  static func view(_ entries: [Entry], label: String, labels: RowLabels) -> TableView {
    let cells = cells(of: entries, CostColumn.all)
    let rows = zip(entries, cells).map { entry, cells in
      RowView(
        entry.key, family: entry.family, standing: entry.standing, labels: labels,
        link: entry.link, cells: cells)
    }
    let headings =
      HeadingView.leading + CostColumn.all.map { HeadingView($0.title, best: $0.best) }
    return TableView(tableLabel: label, headings: headings, rows: rows)
  }

  /// The cells of some columns, a list for each entry.
  static func cells(of entries: [Entry], _ columns: [CostColumn]) -> [[CellView]] {
    let values = entries.map { entry in
      columns.map { column in
        entry.experiments.count == entry.total ? column.value(entry.experiments) : nil
      }
    }
    let best = columns.enumerated().map { index, column in
      cheapest(values.map { $0[index] }, column.best)
    }
    return entries.indices.map { row in
      let entry = entries[row]
      let lacking =
        entry.experiments.count == entry.total
        ? "Not measured" : "\(entry.experiments.count) of \(entry.total) tasks"
      return values[row].enumerated().map { column, value in
        guard let value else { return .missing(lacking) }
        return .number(NumberText.quantity(value), key: value, best: best[column].contains(row))
      }
    }
  }

  /// Rows with the best displayed value of a column.
  private static func cheapest(_ values: [Double?], _ direction: MeasureDirection) -> Set<Int> {
    let present = values.compactMap(\.self)
    guard present.count > 1,
      let winner = direction == .lower ? present.min() : present.max()
    else { return [] }
    return Set(
      values.indices.filter { index in
        values[index].map(NumberText.quantity) == NumberText.quantity(winner)
      })
  }
}
