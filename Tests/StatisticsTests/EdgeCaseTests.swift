// SPDX-License-Identifier: Apache-2.0

import Statistics
import TestSupport
import Testing

@Suite struct `Degenerate samples` {
  @Test func `have no test where there is nothing to test`() {
    #expect(PairedTTest([]) == nil)
    #expect(PairedTTest([0.5]) == nil)
    #expect(WilcoxonTest([]) == nil)
    #expect(WilcoxonTest([0, 0]) == nil)
    #expect(NonInferiority([0.1], margin: 0).studentPValue == nil)
    #expect(NonInferiority.lowerBound([0.1]) == nil)
    #expect(EffectSize.hedgesG([0.1, 0.1]) == nil)
    #expect(EffectSize.hedgesG([0.1, 0.2]) == nil)
    #expect(EffectSize.cliffsDelta([], [1]) == nil)
    #expect(Power().minimumDetectableDifference(deviation: 0.1, queries: 1) == nil)
    #expect(Power().minimumDetectableDifference(deviation: 0, queries: 5) == 0)
    #expect(Power().power(difference: 1, deviation: 1, queries: 1) == 0)
  }

  @Test func `say 1 where nothing differs and 0 where everything does alike`() throws {
    let same = try #require(PairedTTest([0, 0, 0]))
    #expect(same.pValue() == 1 && same.pValue(.greater) == 0.5)
    let shifted = try #require(PairedTTest([0.25, 0.25, 0.25]))
    #expect(shifted.pValue() == 0 && shifted.pValue(.less) == 1)
    let sign = SignTest([0, 0])
    #expect(sign.ties == 2 && Alternative.allCases.allSatisfy { sign.pValue($0) == 1 })
    #expect(SignTest([0.1, -0.1, 1e-14, -1e-14], tolerance: 1e-12).ties == 2)
  }

  @Test func `BCa falls back on percentiles where nothing varies`() {
    let bca = Bootstrap(method: .bca)
    #expect(bca.interval(ofMeanOf: [0.5, 0.5]) == 0.5...0.5)
    #expect(bca.interval(ofMeanOf: []) == nil)
    #expect(bca.interval(ofMeanOf: [0.75]) == 0.75...0.75)
    #expect(bca.interval(ofRatioOf: [1, 2], to: [2, 4]) == 0.5...0.5)
  }

  @Test func `BCa intervals cover skewed means about as often as they say`() throws {
    var generator = SeededGenerator(seed: 12)
    var covered = 0
    let rounds = 400
    for round in 0..<rounds {
      let values = (0..<30).map { _ in
        let uniform = Double.random(in: 0..<1, using: &generator)
        return uniform * uniform * uniform
      }
      let bootstrap = Bootstrap(resamples: 300, confidence: 0.9, seed: UInt64(round), method: .bca)
      let interval = try #require(bootstrap.interval(ofMeanOf: values))
      if interval.contains(0.25) { covered += 1 }
    }
    #expect(abs(Double(covered) / Double(rounds) - 0.9) < 0.06)
  }

  @Test func `power is what simulated experiments show`() {
    // Differences of a true mean, tested as the gate tests them.
    var generator = SeededGenerator(seed: 31)
    let (deviation, difference, queries, rounds) = (1 / 12.0.squareRoot(), 0.08, 80, 600)
    let expected = Power().power(
      difference: difference, deviation: deviation, queries: Double(queries))
    var alarms = 0
    for round in 0..<rounds {
      let differences = (0..<queries).map { _ in
        Double.random(in: -0.5...0.5, using: &generator) + difference
      }
      let test = RandomizationTest(permutations: 499, seed: UInt64(round))
      if test.outcome(of: differences).twoSided <= 0.05 { alarms += 1 }
    }
    let error = (expected * (1 - expected) / Double(rounds)).squareRoot()
    #expect(abs(Double(alarms) / Double(rounds) - expected) < 4 * error)
  }
}
