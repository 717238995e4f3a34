// SPDX-License-Identifier: Apache-2.0

import Gate
import Measures
import Statistics

/// Two systems side by side, for a terminal.
struct ComparisonTable {
  private let comparison: SystemComparison
  private let queries: Int

  init(_ comparison: SystemComparison, queries: Int) {
    self.comparison = comparison
    self.queries = queries
  }

  /// A row a measure, then the queries that moved most.
  var text: String {
    var table = TextTable([
      ("task", .left), ("measure", .left), ("first", .right), ("second", .right),
      ("difference", .right), ("95 % interval", .left), ("p", .right), ("adjusted", .right),
      ("t", .right), ("Wilcoxon", .right), ("sign", .right), ("+ / − / =", .right), ("g", .right),
      ("detectable", .right),
    ])
    for row in comparison.rows {
      let signs = row.comparison.signs
      table.add([
        row.task, row.measure, GateTable.number(row.first), GateTable.number(row.second),
        GateTable.signed(row.comparison.moments.mean),
        GateTable.signed(row.interval.lowerBound) + " … "
          + GateTable.signed(row.interval.upperBound),
        probability(row.randomisation), probability(row.adjusted), probability(row.student),
        probability(row.wilcoxon), probability(row.sign),
        "\(signs.wins) / \(signs.losses) / \(signs.ties)",
        row.hedgesG.map { fixedPoint($0, decimals: 2) } ?? "–",
        row.detectable.map(GateTable.number) ?? "–",
      ])
    }
    return table.render() + (queries > 0 ? moved : "")
  }

  private var moved: String {
    comparison.rows.map { row in
      let losers = row.comparison.losers(queries).map { line($0) }.joined()
      let winners = row.comparison.winners(queries).map { line($0) }.joined()
      return "\n\(row.task) \(row.measure)\n" + (losers.isEmpty ? "" : "lost:\n" + losers)
        + (winners.isEmpty ? "" : "gained:\n" + winners)
    }.joined()
  }

  private func line(_ query: PairedComparison.Query) -> String {
    "  \(query.id)\t\(GateTable.number(query.baseline)) → \(GateTable.number(query.candidate))\n"
  }

  private func probability(_ value: Double?) -> String {
    value.map { fixedPoint($0, decimals: 4) } ?? "–"
  }
}
