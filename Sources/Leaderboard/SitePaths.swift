// SPDX-License-Identifier: Apache-2.0

import RunStore

/// Where each page and file lies below the site's folder.
enum SitePaths {
  /// A suite's leaderboard.
  static func suite(_ name: String) -> String { "suites/\(PageName.file(name))/index.html" }
  /// The ranks and scores of a suite, all measures.
  static func leaderboardCSV(_ name: String) -> String {
    "suites/\(PageName.file(name))/leaderboard.csv"
  }
  /// Everything measured in a suite, a line per experiment.
  static func cellsCSV(_ name: String) -> String { "suites/\(PageName.file(name))/cells.csv" }
  /// A task's page.
  static func task(_ name: String, suite: String) -> String {
    "suites/\(PageName.file(suite))/tasks/\(PageName.file(name)).html"
  }
  /// An experiment's page.
  static func experiment(_ id: String) -> String { "experiments/\(PageName.file(id)).html" }
  /// An experiment's per-query values.
  static func queriesCSV(_ id: String) -> String { "experiments/\(PageName.file(id)).csv" }

  /// The way from a page back to the site's folder, `../../`.
  static func root(from path: String) -> String {
    String(repeating: "../", count: path.utf8.count { $0 == UInt8(ascii: "/") })
  }
}

/// A link.
struct LinkView {
  var href: String
  var text: String
}

/// What surrounds every page.
struct FrameView {
  /// Title of the window.
  let windowTitle: String
  /// One sentence for search engines.
  let pageSummary: String
  /// The way back to the site's folder.
  let root: String
  /// Pages above this one, the outermost first.
  let trail: [LinkView]
  /// When the site was built; empty unless the caller says so.
  let builtAt: String
  /// Whether to say when the site was built.
  let hasBuildTime: Bool

  init(path: String, title: String, summary: String, trail: [LinkView] = [], builtAt: Double?) {
    windowTitle = title + " · bench"
    pageSummary = summary
    let root = SitePaths.root(from: path)
    self.root = root
    self.trail = trail.map { LinkView(href: root + $0.href, text: $0.text) }
    self.builtAt = builtAt.map(NumberText.date) ?? ""
    hasBuildTime = builtAt != nil
  }
}

/// A name and what it is, for lists of facts.
struct FactView {
  let name: String
  let value: String
  /// The address behind the value; empty when it is none.
  let address: String
  let isLink: Bool
  /// Whether the value is code, such as a hash.
  let isCode: Bool

  init(_ name: String, _ value: String, isCode: Bool = false) {
    self.name = name
    self.value = value
    self.isCode = isCode
    isLink = value.hasPrefix("https://") || value.hasPrefix("http://")
    address = isLink ? value : ""
  }

  /// A dictionary as facts, sorted by name.
  static func list(_ values: [String: String]) -> [FactView] {
    values.sorted { $0.key < $1.key }.map { FactView($0.key, $0.value) }
  }
}
