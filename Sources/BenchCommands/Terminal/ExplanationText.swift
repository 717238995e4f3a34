// SPDX-License-Identifier: Apache-2.0

import Gate
import Measures
import RunStore
import Statistics

/// Why two experiments differ, for a terminal.
struct ExplanationText {
  private let explanation: Explanation
  private let pair: ExperimentPair

  init(_ explanation: Explanation, _ pair: ExperimentPair) {
    self.explanation = explanation
    self.pair = pair
  }

  /// The difference, its factors, and the queries that moved.
  var text: String {
    head + factors + explanation.moved.map { moved($0) }.joined()
  }

  private var head: String {
    let signs = explanation.total.signs
    return """
      \(explanation.measure) on \(pair.first.suite)/\(pair.first.task)
      first   \(pair.first.retriever)
      second  \(pair.second.retriever)
      difference \(GateTable.signed(explanation.difference)); of the \
      \(explanation.total.queries.count) queries of both, \(signs.wins) gained, \
      \(signs.losses) lost, \(signs.ties) stayed the same


      """
  }

  private var factors: String {
    guard !explanation.attributions.isEmpty else {
      return "nothing in their identities differs\n"
    }
    var table = TextTable([
      ("what differs", .left), ("share", .right), ("put into first", .right),
      ("taken out of second", .right), ("", .left),
    ])
    for attribution in explanation.attributions {
      table.add([
        attribution.factor.text, attribution.share.map(GateTable.signed) ?? "–",
        attribution.intoFirst.map(GateTable.signed) ?? "–",
        attribution.outOfSecond.map(GateTable.signed) ?? "–",
        attribution.obstacle,
      ])
    }
    if explanation.attributions.contains(where: { $0.share != nil }),
      abs(explanation.rest) > PairedComparison.rounding
    {
      table.add(["together, or not swapped", GateTable.signed(explanation.rest), "", "", ""])
    }
    return table.render()
  }

  private func moved(_ query: MovedQuery) -> String {
    var text =
      "\nquery \(query.query.id): \(GateTable.number(query.query.baseline)) → "
      + "\(GateTable.number(query.query.candidate))\n"
    for (word, documents, other) in [
      ("entered", query.entered, "before"), ("left", query.left, "now"),
    ] {
      for document in documents {
        let grade = document.grade.map { "grade \($0)" } ?? "not judged"
        let place = document.otherRank.map { "\(other) \($0)" } ?? "\(other) not retrieved"
        text += "  \(word) \(document.id) at rank \(document.rank), \(place), \(grade)\n"
      }
    }
    return text
  }
}
