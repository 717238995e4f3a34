// SPDX-License-Identifier: Apache-2.0

import Retrieval
import RunStore
import Suites

/// The page of a task.
struct TaskView {
  let frame: FrameView
  let taskTitle: String
  let taskSummary: String
  let facts: [FactView]
  let protocolFacts: [FactView]
  let grades: [FactView]
  let hasGrades: Bool
  let headline: String
  /// The results of each edition, the leaderboard's first.
  let editions: [EditionView]
  let isDivided: Bool
  let baselines: [BaselineView]
  let hasBaselines: Bool
  /// Comparison by query; at most one.
  let difficulties: [DifficultyView]

  /// The retrievers of one edition.
  struct EditionView {
    let editionTitle: String
    let editionNote: String
    let scores: TableView
    let costs: TableView
  }

  /// A published score beside ours.
  struct BaselineView {
    let baselineRetriever: String
    let baselineMeasure: String
    let published: String
    let ours: String
    let oursLinks: [String]
    let difference: String
    let isEqual: Bool
    let baselineSource: FactView
  }

  init(
    _ results: TaskResults, in suite: SuiteResults, scores: [QueryScores],
    histograms: [String: Histogram], builtAt: Double?
  ) {
    let task = results.task
    let path = SitePaths.task(task.name, suite: suite.suite.name)
    let layout = TaskLayout(
      results: results, suite: suite, root: SitePaths.root(from: path), histograms: histograms)
    frame = FrameView(
      path: path, title: "\(task.title) · \(suite.suite.title)",
      summary: "Retrievers compared on \(task.title)",
      trail: [
        LinkView(href: "index.html", text: "Suites"),
        LinkView(href: SitePaths.suite(suite.suite.name), text: suite.suite.title),
      ], builtAt: builtAt)
    taskTitle = task.title
    taskSummary = task.summary
    facts = TaskFacts.facts(results)
    protocolFacts = TaskFacts.protocolFacts(results)
    grades = task.grades.sorted { $0.key > $1.key }.map { FactView("\($0.key)", $0.value) }
    hasGrades = !grades.isEmpty
    headline = layout.headline
    editions = ([results.current] + results.others).enumerated()
      .filter { !$1.cells.isEmpty }.map { layout.edition($1, isCurrent: $0 == 0) }
    isDivided = !results.others.isEmpty
    baselines = task.baselines.map(layout.baseline)
    hasBaselines = !baselines.isEmpty
    let difficulty = Difficulty(scores)
    difficulties =
      difficulty.queries.isEmpty ? [] : [DifficultyView(difficulty, measure: layout.headline)]
  }
}

/// Lays out the tables of a task's page.
struct TaskLayout {
  let results: TaskResults
  let suite: SuiteResults
  let root: String
  /// Histograms of headline scores by experiment.
  let histograms: [String: Histogram]

  /// The measure that ranks retrievers.
  var headline: String { suite.headline(of: results.task) }

  /// One edition's tables.
  func edition(_ edition: Edition, isCurrent: Bool) -> TaskView.EditionView {
    let keys = edition.cells.keys.sorted(by: RowKey.precedes)
    let direction = MeasureDirection(measure: headline)
    let standings = Standing.standings(
      of: keys.map { [value(edition.cells[$0], headline)] }, direction: direction)
    let order = keys.indices.sorted {
      standings[$0].precedes(standings[$1]) ?? ($0 < $1)
    }
    let labels = RowLabels(keys)
    let entries = order.map { row in
      let experiment = edition.cells[keys[row]]
      return CostTable.Entry(
        key: keys[row], family: experiment?.family ?? "",
        experiments: experiment.map { $0.status == .done ? [$0] : [] } ?? [], total: 1,
        standing: standings[row],
        link: experiment.map { root + SitePaths.experiment($0.id) })
    }
    return TaskView.EditionView(
      editionTitle: results.others.isEmpty ? "Results" : EditionText.title(of: edition),
      editionNote: isCurrent
        ? "The leaderboard of the suite shows these." : EditionText.reason(for: edition),
      scores: scores(edition, entries: entries, labels: labels),
      costs: CostTable.view(entries, label: "Costs on \(results.task.title)", labels: labels))
  }

  private func scores(
    _ edition: Edition, entries: [CostTable.Entry], labels: RowLabels
  ) -> TableView {
    let ordered = [headline] + suite.measures.filter { $0 != headline }
    let measures = ordered.filter { measure in
      edition.done.contains { value($0, measure) != nil }
    }
    let best = measures.map { measure in
      bestPositions(
        entries.map { value(edition.cells[$0.key], measure) },
        direction: MeasureDirection(measure: measure))
    }
    let rows = entries.enumerated().map { row, entry in
      RowView(
        entry.key, family: entry.family, standing: entry.standing, labels: labels,
        link: entry.link,
        cells: measures.enumerated().map { column, measure in
          cell(edition.cells[entry.key], measure, best: best[column].contains(row))
        } + [missingCell(edition.cells[entry.key]), histogramCell(edition.cells[entry.key])])
    }
    let headings =
      HeadingView.leading
      + measures.map { HeadingView($0, best: MeasureDirection(measure: $0)) }
      + [
        HeadingView("Unanswered", best: .lower, note: "queries"),
        HeadingView("\(headline) by query", kind: "none", headingClass: "chart"),
      ]
    return TableView(
      tableLabel: "\(results.task.title): retrievers by all measures", headings: headings,
      rows: rows)
  }

  private func value(_ experiment: Experiment?, _ measure: String) -> Double? {
    guard let experiment, experiment.status == .done,
      let value = experiment.scores.first(where: { $0.measure == measure })?.value, value.isFinite
    else { return nil }
    return value
  }

  private func cell(_ experiment: Experiment?, _ measure: String, best: Bool) -> CellView {
    guard let experiment else { return .missing("Not measured") }
    guard experiment.status == .done else {
      return .failed(experiment.reason, link: root + SitePaths.experiment(experiment.id))
    }
    guard let value = value(experiment, measure) else { return .missing("Not measured") }
    return ScoreCell.view(
      value, score: experiment.scores.first { $0.measure == measure }, experiment: experiment,
      root: root, best: best)
  }

  private func missingCell(_ experiment: Experiment?) -> CellView {
    guard let experiment, experiment.status == .done else { return .missing("Not measured") }
    return .number(
      NumberText.count(experiment.counts.missing), key: Double(experiment.counts.missing))
  }

  private func histogramCell(_ experiment: Experiment?) -> CellView {
    let histogram = experiment.flatMap { histograms[$0.id] }
    return CellView(
      text: "", cellClass: "chart", cellKey: "", histograms: histogram.map { [$0] } ?? [])
  }

  /// A published score beside ours, if that retriever was run.
  func baseline(_ baseline: RetrievalTask.Baseline) -> TaskView.BaselineView {
    let experiment = results.current.done.first { $0.retriever == baseline.retriever }
    let ours = value(experiment, baseline.measure).map(NumberText.displayed)
    let difference = ours.map { $0 - NumberText.displayed(baseline.value) }
    let text = difference.map(NumberText.difference) ?? "–"
    return TaskView.BaselineView(
      baselineRetriever: baseline.retriever, baselineMeasure: baseline.measure,
      published: NumberText.score(baseline.value), ours: ours.map(NumberText.score) ?? "–",
      oursLinks: ours == nil ? [] : experiment.map { [root + SitePaths.experiment($0.id)] } ?? [],
      difference: text, isEqual: text == "0.0000",
      baselineSource: FactView("Source", baseline.source))
  }
}
