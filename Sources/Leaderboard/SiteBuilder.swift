// SPDX-License-Identifier: Apache-2.0

public import Retrieval
import RunStore
public import Suites

/// Renders stored experiments as a static site: a leaderboard per suite, a page per task and per
/// experiment, and tables as CSV files.
///
/// The pages depend on the experiments, suites and templates only: a second build writes the same
/// bytes.
public struct SiteBuilder: Sendable {
  /// What a build did.
  public struct Report: Sendable, Hashable {
    /// The first page.
    public var index: String
    /// Suites with a leaderboard.
    public var suites: Int
    /// Experiments with a page.
    public var experiments: Int
    /// Files whose bytes are new.
    public var written: Int
    /// Files that were there already.
    public var unchanged: Int
    /// Files of an earlier build that were removed.
    public var removed: Int
  }

  private let suites: [Suite]
  private let templates: SiteTemplates
  private let assets: [(name: String, bytes: [UInt8])]
  private let builtAt: Double?

  /// Reads templates and assets.
  ///
  /// - Parameters:
  ///   - folder: The folder that holds `templates/` and `assets/`.
  ///   - suites: Declared suites, in the order of the first page.
  ///   - builtAt: Seconds since 1970 to print on each page; without it nothing tells one build from
  ///     another.
  /// - Throws: ``DataError`` when the folder is incomplete or a template is malformed.
  public init(folder: String, suites: [Suite], builtAt: Double? = nil) throws(DataError) {
    self.suites = suites
    self.builtAt = builtAt
    templates = try SiteTemplates(folder: folder + "/templates")
    var assets: [(name: String, bytes: [UInt8])] = []
    for name in try FolderListing.files(of: folder + "/assets") {
      assets.append((name, Array(try FolderListing.read(folder + "/assets/" + name))))
    }
    self.assets = assets
  }

  /// Renders everything that `source` holds into `folder`.
  ///
  /// Files are replaced one by one by rename, the first page last. Files of an earlier build that
  /// are not needed any more are removed; files that bench did not write are never touched.
  ///
  /// - Throws: ``DataError`` when a file cannot be written or is not ours, and what `source` throws.
  public func build(from source: some ExperimentSource, into folder: String) throws -> Report {
    let results = SuiteResults.all(of: suites, experiments: try source.experiments(suite: nil))
    var output = try SiteFolder(path: folder)
    for asset in assets {
      try output.write(asset.bytes, to: "assets/" + asset.name)
    }
    for suite in results {
      try write(suite, from: source, to: &output)
    }
    try output.write(
      page(IndexView(results, builtAt: builtAt), template: "index"), to: "index.html")
    let summary = try output.finish()
    return Report(
      index: folder + "/index.html", suites: results.count,
      experiments: results.map(\.experiments.count).reduce(0, +), written: summary.written,
      unchanged: summary.unchanged, removed: summary.removed)
  }

  private func write(
    _ suite: SuiteResults, from source: some ExperimentSource, to output: inout SiteFolder
  ) throws {
    for task in suite.tasks {
      try write(task, of: suite, from: source, to: &output)
    }
    let name = suite.suite.name
    try output.write(
      Array(SuiteCSV.leaderboard(suite).utf8), to: SitePaths.leaderboardCSV(name))
    try output.write(Array(SuiteCSV.cells(suite).utf8), to: SitePaths.cellsCSV(name))
    try output.write(
      page(SuiteView(suite, builtAt: builtAt), template: "suite"), to: SitePaths.suite(name))
  }

  /// Writes a task's experiments one after the other, keeping only what the task's page needs.
  private func write(
    _ task: TaskResults, of suite: SuiteResults, from source: some ExperimentSource,
    to output: inout SiteFolder
  ) throws {
    let shown = Set(task.current.cells.values.map(\.id))
    let headline = suite.headline(of: task.task)
    var scores: [QueryScores] = []
    var histograms: [String: Histogram] = [:]
    for listed in suite.experiments where listed.task == task.task.name {
      let experiment = try source.experiment(id: listed.id) ?? listed
      if let entry = QueryScores(experiment, measure: headline) {
        histograms[experiment.id] = Histogram(entry.values, measure: headline)
        if shown.contains(experiment.id) { scores.append(entry) }
      }
      try write(experiment, task: task, suite: suite.suite, to: &output)
    }
    scores.sort { $0.retriever < $1.retriever }
    let view = TaskView(
      task, in: suite, scores: scores, histograms: histograms, builtAt: builtAt)
    try output.write(
      page(view, template: "task"), to: SitePaths.task(task.task.name, suite: suite.suite.name))
  }

  private func write(
    _ experiment: Experiment, task: TaskResults, suite: Suite, to output: inout SiteFolder
  ) throws(DataError) {
    let view = ExperimentView(experiment, task: task, suite: suite, builtAt: builtAt)
    try output.write(
      page(view, template: "experiment"), to: SitePaths.experiment(experiment.id))
    guard !view.queryTables.isEmpty else { return }
    try output.write(
      Array(SuiteCSV.queries(experiment).utf8), to: SitePaths.queriesCSV(experiment.id))
  }

  private func page(_ view: Any, template: String) throws(DataError) -> [UInt8] {
    Array(try templates.render(view, with: template).utf8)
  }
}
