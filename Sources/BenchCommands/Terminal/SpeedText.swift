// SPDX-License-Identifier: Apache-2.0

import Gate
import Identity
import Measures

/// What the gate for costs says, for a terminal and as JSON.
struct SpeedText {
  let verdict: Verdict
  let looks: [SpeedLook]
  let gate: SpeedGate
  let first: String
  let second: String
  let profile: String

  /// A line or two a look, then the verdict.
  var text: String {
    looks.enumerated().map { index, look in
      (look.comparison.map { line(index, $0) } ?? "")
        + (look.reasons.isEmpty ? "" : line(index, look))
    }.joined() + "\(verdict.rawValue) (limit \(ratio(gate.limit)), profile \(profile))\n"
  }

  private func line(_ index: Int, _ look: SpeedComparison) -> String {
    let interval = look.interval()
    return "look \(index + 1): \(second) takes \(ratio(look.ratio)) of the \(look.cost.rawValue) "
      + "of \(first), 95 % interval \(ratio(interval.lowerBound)) … "
      + "\(ratio(interval.upperBound)), \(look.first.count) rounds\n"
  }

  private func line(_ index: Int, _ look: SpeedLook) -> String {
    let times = look.repeated == 1 ? "once" : "\(look.repeated) times"
    let what =
      look.comparison == nil ? "cannot be measured" : "measured again \(times)"
    return "look \(index + 1): \(what): \(look.reasons.joined(separator: "; "))\n"
  }

  /// The same with every measurement.
  var json: String {
    let looks = self.looks.map { look -> CanonicalJSON in
      var members: [String: CanonicalJSON] = [
        "repeated": .integer(look.repeated),
        "reasons": .array(look.reasons.map { .string($0) }),
        "cost": .null, "ratio": .null, "interval": .null, "first": .array([]),
        "second": .array([]),
      ]
      guard let comparison = look.comparison else { return .object(members) }
      let interval = comparison.interval()
      members["cost"] = .string(comparison.cost.rawValue)
      members["ratio"] = .number(comparison.ratio)
      members["interval"] = .array([.number(interval.lowerBound), .number(interval.upperBound)])
      members["first"] = .array(comparison.first.map { .number($0) })
      members["second"] = .array(comparison.second.map { .number($0) })
      return .object(members)
    }
    return CanonicalJSON.object([
      "format": .string("bench-perf/1"), "first": .string(first), "second": .string(second),
      "profile": .string(profile), "limit": .number(gate.limit),
      "verdict": .string(verdict.rawValue), "looks": .array(looks),
    ]).text + "\n"
  }

  private func ratio(_ value: Double) -> String { fixedPoint(value, decimals: 3) }
}
