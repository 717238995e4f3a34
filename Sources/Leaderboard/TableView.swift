// SPDX-License-Identifier: Apache-2.0

/// A table of retrievers, laid out: all text is final.
struct TableView {
  /// What the table shows, for screen readers.
  let tableLabel: String
  /// Column headings, rank and retriever included.
  let headings: [HeadingView]
  /// Rows, best first.
  let rows: [RowView]
}

/// A column's heading.
struct HeadingView {
  let heading: String
  /// CSS classes.
  let headingClass: String
  /// How the column is compared: `number` or `text`.
  let sortKind: String
  /// Direction of the first click: `desc` where more is better.
  let firstOrder: String
  /// A link below the heading; at most one.
  let headingLinks: [LinkView]
  /// Small print below the heading; at most one.
  let headingNotes: [String]

  init(
    _ heading: String, kind: String = "number", best: MeasureDirection = .higher,
    headingClass: String = "num", link: LinkView? = nil, note: String? = nil
  ) {
    self.heading = heading
    self.headingClass = headingClass
    sortKind = kind
    firstOrder = kind == "number" && best != .lower ? "desc" : "asc"
    headingLinks = link.map { [$0] } ?? []
    headingNotes = note.map { [$0] } ?? []
  }

  /// The two columns every table of retrievers begins with.
  static let leading = [
    HeadingView("Rank", best: .lower, headingClass: "num rank"),
    HeadingView("Retriever", kind: "text", headingClass: "name"),
  ]
}

/// A retriever's row.
struct RowView {
  /// `1`, `2=` or `–`.
  let rank: String
  /// Sort key of the rank; empty sorts last.
  let rankKey: String
  /// The retriever's name, in parts between which a line may break.
  let rowName: [String]
  let family: String
  /// Profile or hash where the name alone does not tell rows apart; at most one.
  let rowNotes: [String]
  /// Where the name leads; at most one.
  let rowLinks: [String]
  let cells: [CellView]

  init(
    _ key: RowKey, family: String, standing: Standing, labels: RowLabels, link: String? = nil,
    cells: [CellView]
  ) {
    rank = standing.rank.map { standing.isShared ? "\($0)=" : "\($0)" } ?? "–"
    rankKey = standing.rank.map(String.init) ?? ""
    rowName = breakable(key.retriever)
    self.family = family
    rowNotes = labels.note(of: key).map { [$0] } ?? []
    rowLinks = link.map { [$0] } ?? []
    self.cells = cells
  }
}

/// A cell.
struct CellView {
  let text: String
  /// CSS classes.
  var cellClass: String
  /// Whether it is the best of its column; printed bold and underlined, so that it is seen without
  /// colours.
  var isBest = false
  /// Sort key; empty sorts last.
  let cellKey: String
  /// Text of the tooltip; at most one.
  var cellTitles: [String] = []
  /// Where it leads; at most one.
  var cellLinks: [String] = []
  /// Small print below; at most one.
  var cellNotes: [String] = []
  /// A histogram; at most one.
  var histograms: [Histogram] = []

  /// A number; `best` marks the best of a column.
  static func number(_ text: String, key: Double, best: Bool = false) -> CellView {
    CellView(
      text: text, cellClass: best ? "num best" : "num", isBest: best, cellKey: "\(key)")
  }

  /// A dash where there is nothing.
  static func missing(_ why: String) -> CellView {
    CellView(text: "–", cellClass: "num none", cellKey: "", cellTitles: [why])
  }

  /// A failed experiment.
  static func failed(_ reason: String, link: String) -> CellView {
    CellView(
      text: "failed", cellClass: "num failed", cellKey: "", cellTitles: [reason],
      cellLinks: [link])
  }
}

/// What must be written beside retrievers' names to tell rows apart.
struct RowLabels {
  private let showsProfile: Bool
  private let ambiguous: Set<[String]>

  /// Looks at all rows of a table.
  init(_ keys: some Sequence<RowKey>) {
    let keys = Array(Set(keys))
    showsProfile = Set(keys.map(\.profile)).count > 1
    let names = Dictionary(grouping: keys) { [$0.retriever, $0.profile] }
    ambiguous = Set(names.filter { $0.value.count > 1 }.keys)
  }

  /// Profile and short hash, as far as they are needed.
  func note(of key: RowKey) -> String? {
    var parts: [String] = []
    if showsProfile { parts.append(key.profile) }
    if ambiguous.contains([key.retriever, key.profile]) { parts.append(shortHash(key.hash)) }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}

/// A specification such as `bm25:b=0.75,k1=1.2` in parts that end where a line may break.
func breakable(_ specification: String) -> [String] {
  var parts = [""]
  for scalar in specification.unicodeScalars {
    parts[parts.count - 1].unicodeScalars.append(scalar)
    if scalar == ":" || scalar == "," || scalar == "=" { parts.append("") }
  }
  return parts.filter { !$0.isEmpty }
}

/// The first eight digits of a hash, enough to tell two apart on a page.
func shortHash(_ hash: String) -> String {
  hash.isEmpty ? "unknown" : String(hash.prefix(8))
}
