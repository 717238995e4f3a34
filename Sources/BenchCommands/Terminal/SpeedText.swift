// SPDX-License-Identifier: Apache-2.0

import Gate
import Identity
import Measures

/// What the gate for costs says, for a terminal and as JSON.
struct SpeedText {
  let verdict: Verdict
  let looks: [SpeedComparison]
  let gate: SpeedGate
  let first: String
  let second: String

  /// A line a look, then the verdict.
  var text: String {
    looks.enumerated().map { index, look in
      let interval = look.interval()
      return "look \(index + 1): \(second) takes \(ratio(look.ratio)) of the \(look.cost.rawValue) "
        + "of \(first), 95 % interval \(ratio(interval.lowerBound)) … "
        + "\(ratio(interval.upperBound)), \(look.first.count) rounds\n"
    }.joined() + "\(verdict.rawValue) (limit \(ratio(gate.limit)))\n"
  }

  /// The same with every measurement.
  var json: String {
    let looks = self.looks.map { look -> CanonicalJSON in
      let interval = look.interval()
      return .object([
        "cost": .string(look.cost.rawValue), "ratio": .number(look.ratio),
        "interval": .array([.number(interval.lowerBound), .number(interval.upperBound)]),
        "first": .array(look.first.map { .number($0) }),
        "second": .array(look.second.map { .number($0) }),
      ])
    }
    return CanonicalJSON.object([
      "format": .string("bench-perf/1"), "first": .string(first), "second": .string(second),
      "limit": .number(gate.limit), "verdict": .string(verdict.rawValue), "looks": .array(looks),
    ]).text + "\n"
  }

  private func ratio(_ value: Double) -> String { fixedPoint(value, decimals: 3) }
}
