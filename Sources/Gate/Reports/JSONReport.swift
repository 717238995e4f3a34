// SPDX-License-Identifier: Apache-2.0

import Identity

extension GateReport {
  /// The report as one JSON object on one line; fields may be added, never renamed.
  public var json: String {
    CanonicalJSON.object([
      "format": .string("bench-gate/1"), "title": .string(title),
      "verdict": .string(verdict.rawValue), "passes": .boolean(passes),
      "level": .number(settings.level), "power": .number(settings.power),
      "permutations": .integer(settings.permutations), "tests": .integer(tests),
      "strict": .boolean(settings.isStrict), "notes": .array(notes.map { .string($0) }),
      "comparisons": .array(comparisons.map(\.json)),
    ]).text + "\n"
  }
}

extension GateComparison {
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "subject": .string(subject), "rule": .string(rule.description),
      "verdict": .string(verdict.rawValue), "reason": .string(reason),
      "baseline": .optional(baseline), "candidate": .optional(candidate),
    ]
    if let evidence {
      members["difference"] = .number(evidence.difference)
      members["interval"] = .array([
        .number(evidence.interval.lowerBound), .number(evidence.interval.upperBound),
      ])
      members["margin"] = .number(evidence.margin)
      members["queries"] = .integer(evidence.queries)
      members["wins"] = .integer(evidence.wins)
      members["losses"] = .integer(evidence.losses)
      members["deviation"] = .number(evidence.deviation)
      members["p_loss"] = .number(evidence.lossPValue)
      members["p_loss_adjusted"] = .number(evidence.adjustedLossPValue)
      members["p_gain_adjusted"] = .number(evidence.adjustedGainPValue)
      members["p_margin"] = .number(evidence.marginPValue)
      members["detectable_loss"] = .optional(evidence.detectable)
      members["queries_needed"] = evidence.queriesNeeded.map { .integer($0) } ?? .null
      members["losers"] = .array(
        evidence.losers.map { query in
          .object([
            "query": .string(query.id), "baseline": .number(query.baseline),
            "candidate": .number(query.candidate),
          ])
        })
    }
    return .object(members)
  }
}

extension CanonicalJSON {
  /// A number, or null where there is none.
  fileprivate static func optional(_ number: Double?) -> CanonicalJSON {
    number.map { .number($0) } ?? .null
  }
}
