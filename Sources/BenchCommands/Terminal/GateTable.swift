// SPDX-License-Identifier: Apache-2.0

import Gate
import Measures

/// The gate's report for a terminal.
struct GateTable {
  private let report: GateReport

  init(_ report: GateReport) {
    self.report = report
  }

  /// A table, then why each verdict is what it is.
  var text: String {
    var table = TextTable([
      ("verdict", .left), ("task", .left), ("rule", .left), ("baseline", .right),
      ("candidate", .right), ("difference", .right), ("95 % interval", .left), ("p", .right),
      ("queries", .right),
    ])
    for comparison in report.comparisons {
      let evidence = comparison.evidence
      table.add([
        comparison.verdict.rawValue, comparison.subject, comparison.rule.description,
        comparison.baseline.map(Self.number) ?? "–", comparison.candidate.map(Self.number) ?? "–",
        evidence.map { Self.signed($0.difference) } ?? "–",
        evidence.map {
          Self.signed($0.interval.lowerBound) + " … " + Self.signed($0.interval.upperBound)
        } ?? "–",
        evidence.map { fixedPoint($0.adjustedLossPValue, decimals: 4) } ?? "–",
        evidence.map { "\($0.queries)" } ?? "–",
      ])
    }
    var text = report.title.isEmpty ? "" : report.title + "\n\n"
    text += table.render() + "\n"
    for comparison in report.comparisons {
      let subject = comparison.subject.isEmpty ? "" : comparison.subject + " "
      text += "\(subject)\(comparison.rule): \(comparison.verdict.rawValue): \(comparison.reason)\n"
      text += losers(of: comparison)
    }
    for note in report.notes { text += "note: \(note)\n" }
    if report.tests > 0 {
      text += "p: probability of such a loss by chance, one-sided paired randomisation test, "
      text += "adjusted for \(report.tests) \(report.tests == 1 ? "test" : "tests") (Holm)\n"
    }
    return text + (report.passes ? "the gate passes\n" : "the gate fails\n")
  }

  private func losers(of comparison: GateComparison) -> String {
    guard comparison.verdict == .regressed, let losers = comparison.evidence?.losers else {
      return ""
    }
    return losers.map { query in
      "  query \(query.id): \(Self.number(query.baseline)) → \(Self.number(query.candidate))\n"
    }.joined()
  }

  /// Four decimals; numbers beyond a thousand without.
  static func number(_ value: Double) -> String {
    fixedPoint(value, decimals: abs(value) >= 1000 ? 0 : 4)
  }

  /// The same with a sign.
  static func signed(_ value: Double) -> String { (value >= 0 ? "+" : "") + number(value) }
}
