// SPDX-License-Identifier: Apache-2.0

/// From evidence to a verdict and its reason.
struct DifferenceVerdict {
  private let evidence: GateComparison.Evidence
  private let settings: GateSettings

  init(_ evidence: GateComparison.Evidence, _ settings: GateSettings) {
    self.evidence = evidence
    self.settings = settings
  }

  /// The verdict, and why.
  var decision: (Verdict, String) {
    let level = settings.level
    if evidence.wins + evidence.losses == 0 { return (.pass, "no query changed") }
    let difference = signed(evidence.difference)
    if evidence.adjustedLossPValue <= level, evidence.difference < -evidence.margin {
      let beyond = evidence.margin > 0 ? ", beyond the \(number(evidence.margin)) allowed" : ""
      return (
        .regressed,
        "\(difference)\(beyond); by chance with a probability of "
          + probability(evidence.adjustedLossPValue)
      )
    }
    if evidence.adjustedGainPValue <= level, evidence.difference > 0 {
      return (
        .improved,
        "\(difference); by chance with a probability of "
          + probability(evidence.adjustedGainPValue)
      )
    }
    if evidence.marginPValue <= level {
      return (
        .pass,
        evidence.margin > 0
          ? "\(difference); a loss of \(number(evidence.margin)) is ruled out"
          : "\(difference); a loss is ruled out"
      )
    }
    return (.cannotTell, "\(difference) may be chance; " + sight)
  }

  /// What could have been seen, and what it would take to see more.
  private var sight: String {
    let share = "\(Int((settings.power * 100).rounded())) % of the time"
    let seen =
      evidence.detectable.map {
        "\(evidence.queries) queries show a loss of \(number($0)) \(share)"
      } ?? "one query shows nothing"
    guard let needed = evidence.queriesNeeded, needed > evidence.queries else { return seen }
    let sought =
      evidence.margin > 0 && evidence.difference >= -evidence.margin
      ? evidence.margin : abs(evidence.difference)
    return seen + ", one of \(number(sought)) would take about \(needed) queries"
  }
}
