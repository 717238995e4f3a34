// SPDX-License-Identifier: Apache-2.0

import Gate
import Statistics
import TestSupport
import Testing

@Suite(.enabled(if: RealScores.isThere, "needs the data folder with the reference runs"))
struct `Simulated comparisons of real values` {
  /// Few rounds and permutations: the measured figures come from more (docs/gate.md).
  private func simulation() throws -> Simulation {
    var simulation = Simulation(scores: try RealScores())
    simulation.settings.permutations = 499
    simulation.settings.resamples = 20
    return simulation
  }

  @Test(arguments: [0.2, 1])
  func `raise few false alarms over twenty measures`(changed: Double) throws {
    let rounds = 24
    let found = try simulation().falseAlarms(rounds: rounds, changed: changed, seed: 3)
    let error = (0.05 * 0.95 / Double(rounds)).squareRoot()
    #expect(Double(found.worse) / Double(rounds) <= 0.05 + 3 * error)
    #expect(Double(found.better) / Double(rounds) <= 0.05 + 3 * error)
  }

  @Test func `find a loss of the printed size as often as is printed`() throws {
    let rounds = 30
    let shares = try simulation().alarms(
      rounds: rounds, changed: 0.5, multiples: [0, 1, 2], seed: 4)
    let error = (0.8 * 0.2 / Double(rounds)).squareRoot()
    #expect(shares[0] <= 0.05 + 4 * (0.05 * 0.95 / Double(rounds)).squareRoot())
    #expect(abs(shares[1] - 0.8) < 4 * error)
    #expect(shares[2] > 0.97)
  }
}
