// SPDX-License-Identifier: Apache-2.0

import RunStore
import Suites

/// The page of an experiment.
struct ExperimentView {
  let frame: FrameView
  let experimentTitle: String
  let experimentTask: String
  let taskLink: String
  /// Why it is not on the leaderboard.
  let remarks: [String]
  let hasFailed: Bool
  let reason: String
  let command: String
  let hasCommand: Bool
  let measures: [MeasureView]
  let hasMeasures: Bool
  /// Named lists of facts, empty ones left out.
  let sections: [SectionView]
  /// Per-query values; at most one table.
  let queryTables: [QueryTableView]

  /// A measure's row.
  struct MeasureView {
    let measureName: String
    let measureSummary: String
    let value: String
    let lower: String
    let upper: String
    let histograms: [Histogram]
  }

  /// A list of facts.
  struct SectionView {
    let sectionTitle: String
    let sectionFacts: [FactView]
  }

  /// All judged queries × measures.
  ///
  /// The page holds the whole table, so that it can be read, searched and printed without scripts;
  /// the script takes the rows out of the page at once and shows the first 200 and more on scrolling.
  /// With 7 000 queries that is a page of 1 MB that opens in about a second and sorts in 50 ms.
  struct QueryTableView {
    let queryMeasures: [String]
    let queryRows: [QueryRowView]
    let queryCSV: String
    let queryCount: String
  }

  /// A query's values.
  struct QueryRowView {
    let queryID: String
    let values: [String]
  }

  init(_ experiment: Experiment, task: TaskResults, suite: Suite, builtAt: Double?) {
    let path = SitePaths.experiment(experiment.id)
    let root = SitePaths.root(from: path)
    let taskPage = SitePaths.task(experiment.task, suite: experiment.suite)
    let title = task.task.title
    frame = FrameView(
      path: path, title: "\(experiment.retriever) on \(title)",
      summary: "Scores, costs and settings of \(experiment.retriever) on \(title)",
      trail: [
        LinkView(href: "index.html", text: "Suites"),
        LinkView(href: SitePaths.suite(suite.name), text: suite.title),
        LinkView(href: taskPage, text: title),
      ], builtAt: builtAt)
    experimentTitle = experiment.retriever
    experimentTask = title
    taskLink = root + taskPage
    remarks = EditionText.remark(on: experiment, in: task).map { [$0] } ?? []
    hasFailed = experiment.status == .failed
    reason = experiment.reason.isEmpty ? "No reason was recorded." : experiment.reason
    command = experiment.command
    hasCommand = !experiment.command.isEmpty
    measures = experiment.scores.map(Self.measure)
    hasMeasures = !measures.isEmpty
    sections = ExperimentFacts.sections(experiment).filter { !$0.sectionFacts.isEmpty }
    queryTables = Self.queryTable(experiment).map { [$0] } ?? []
  }

  private static func measure(_ score: Experiment.Score) -> MeasureView {
    let histogram = Histogram(score.perQuery, measure: score.measure)
    return MeasureView(
      measureName: score.measure, measureSummary: MeasureText.summary(of: score.measure),
      value: score.value.isFinite ? NumberText.score(score.value) : "–",
      lower: score.interval.map { NumberText.score($0.lowerBound) } ?? "–",
      upper: score.interval.map { NumberText.score($0.upperBound) } ?? "–",
      histograms: histogram.map { [$0] } ?? [])
  }

  /// Measures with a value for each query.
  static func perQueryScores(_ experiment: Experiment) -> [Experiment.Score] {
    experiment.scores.filter {
      !$0.perQuery.isEmpty && $0.perQuery.count == experiment.queryIDs.count
    }
  }

  private static func queryTable(_ experiment: Experiment) -> QueryTableView? {
    let scores = perQueryScores(experiment)
    guard !scores.isEmpty else { return nil }
    return QueryTableView(
      queryMeasures: scores.map(\.measure),
      queryRows: experiment.queryIDs.enumerated().map { index, id in
        QueryRowView(
          queryID: id,
          values: scores.map { score in
            let value = score.perQuery[index]
            return value.isFinite ? NumberText.score(value) : "–"
          })
      },
      queryCSV: PageName.file(experiment.id) + ".csv",
      queryCount: NumberText.count(experiment.queryIDs.count))
  }
}

/// The lists of facts of an experiment's page.
enum ExperimentFacts {
  static func sections(_ experiment: Experiment) -> [ExperimentView.SectionView] {
    [
      section("Retriever parameters", FactView.list(experiment.parameters)),
      section("Protocol", FactView.list(experiment.protocolSettings)),
      section("Counts", counts(experiment)),
      section("Costs", costs(experiment)),
      section(
        "Index statistics",
        experiment.indexStatistics.sorted { $0.key < $1.key }
          .map { FactView($0.key, NumberText.count($0.value)) }),
      section("Truncation", truncation(experiment)),
      section("Machine", machine(experiment)),
      section("Identity", identity(experiment)),
    ]
  }

  private static func section(
    _ title: String, _ facts: [FactView]
  ) -> ExperimentView.SectionView {
    ExperimentView.SectionView(sectionTitle: title, sectionFacts: facts)
  }

  /// The fingerprint, sizes (`memory_bytes`) written with their unit.
  private static func machine(_ experiment: Experiment) -> [FactView] {
    FactView.list(experiment.machine).map { fact in
      guard fact.name.hasSuffix("_bytes"), let size = Int(fact.value) else { return fact }
      return FactView(String(fact.name.dropLast("_bytes".count)), NumberText.bytes(size))
    }
  }

  private static func counts(_ experiment: Experiment) -> [FactView] {
    guard experiment.status == .done else { return [] }
    let counts = experiment.counts
    return [
      FactView("Documents", NumberText.count(counts.documents)),
      FactView("Queries asked", NumberText.count(counts.queries)),
      FactView("Queries judged", NumberText.count(counts.judged)),
      FactView("Judged queries without an answer", NumberText.count(counts.missing)),
    ]
  }

  /// What the retriever's model did not read, and how its scores go with the documents' length.
  private static func truncation(_ experiment: Experiment) -> [FactView] {
    guard let ledger = TruncationLedger(experiment) else { return [] }
    var facts = [("Documents", ledger.documents), ("Queries", ledger.queries)].flatMap {
      [
        FactView("\($0) cut", "\(NumberText.percent($1.truncatedShare)) of them"),
        FactView("\($0)' tokens not read", NumberText.percent($1.droppedShare)),
      ]
    }
    facts += ledger.buckets.map { bucket in
      FactView(
        "\(bucket.measure), longest relevant document up to \(bucket.most) tokens",
        "\(NumberText.score(bucket.mean)) over \(NumberText.count(bucket.queries)) queries")
    }
    return facts
  }

  private static func costs(_ experiment: Experiment) -> [FactView] {
    let cost = experiment.cost
    var facts: [FactView] = []
    func add(_ name: String, _ value: Double, unit: String) {
      if value > 0 { facts.append(FactView(name, NumberText.quantity(value) + " " + unit)) }
    }
    add("Reading and indexing", cost.indexSeconds, unit: "s")
    add("Reading and indexing, CPU", cost.indexCPUSeconds, unit: "s")
    if experiment.reusedVectors > 0 {
      facts.append(
        FactView(
          "Documents encoded by an earlier run", NumberText.count(experiment.reusedVectors)))
    }
    add("Search", cost.searchSeconds, unit: "s")
    add("Search, CPU", cost.searchCPUSeconds, unit: "s")
    add("Throughput", cost.queriesPerSecond, unit: "queries/s")
    for (name, value) in cost.latencyMilliseconds.sorted(by: { $0.value < $1.value }) {
      add("Latency \(name)", value, unit: "ms")
    }
    if cost.indexBytes > 0 { facts.append(FactView("Index", NumberText.bytes(cost.indexBytes))) }
    if cost.peakResidentBytes > 0 {
      facts.append(FactView("Peak memory", NumberText.bytes(cost.peakResidentBytes)))
    }
    return facts
  }

  private static func identity(_ experiment: Experiment) -> [FactView] {
    var facts = [FactView("Experiment", experiment.id, isCode: true)]
    func add(_ name: String, _ value: String, isCode: Bool = true) {
      if !value.isEmpty { facts.append(FactView(name, value, isCode: isCode)) }
    }
    add("Data hash", experiment.hashes.task)
    add("Protocol hash", experiment.hashes.protocol)
    add("Retriever hash", experiment.hashes.retriever)
    if experiment.hashes.specification != experiment.hashes.retriever {
      add("Specification hash", experiment.hashes.specification)
    }
    add("Family", experiment.family, isCode: false)
    add("Hardware profile", experiment.profile, isCode: false)
    if let record = experiment.profileRecord {
      let reasons = record.reasons.map(\.text).joined(separator: "; ")
      add("Conforms to it", reasons.isEmpty ? "yes" : "no: " + reasons, isCode: false)
    }
    add("Variant", experiment.variant, isCode: false)
    if experiment.startedAt > 0 {
      add("Started", NumberText.date(experiment.startedAt), isCode: false)
    }
    add("bench version", experiment.programVersion, isCode: false)
    add("Source commit", experiment.sourceCommit)
    return facts
  }
}
