// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Kernels
@testable import Statistics

@Suite struct `The randomisation test` {
  private func scores(_ count: Int, seed: UInt64, shift: Double = 0) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Double.random(in: 0..<1, using: &generator) < 0.3
        ? 0 : Double.random(in: -0.5...0.5, using: &generator) + shift
    }
  }

  @Test func `gives the same for every instruction set and number of threads`() {
    let columns = (0..<11).map { ScaledDifferences(scores(203, seed: UInt64($0) + 1)) }
    let expected = SignFlipSample(RandomizationTest(permutations: 5000), .plain).counts(of: columns)
    #expect(expected.allSatisfy { $0.all == 5000 })
    for set in InstructionSet.available {
      for threads in [1, 2, 3, 7] {
        let test = RandomizationTest(permutations: 5000, threads: threads)
        #expect(SignFlipSample(test, set).counts(of: columns) == expected)
      }
    }
  }

  @Test func `gives a measure alone what it gives it among others`() {
    let columns = (0..<30).map { scores(70, seed: UInt64($0) + 40) }
    let test = RandomizationTest(permutations: 3000)
    let together = test.outcomes(of: columns)
    // The rows that count are the same as long as another column has no row of its own.
    let full = [Double](repeating: 0.5, count: 70)
    for (column, outcome) in zip(columns, together) {
      #expect(test.outcomes(of: [column, full])[0] == outcome)
    }
  }

  @Test func `samples what counting everything says`() {
    for seed in UInt64(1)...6 {
      let differences = scores(17, seed: seed, shift: 0.1)
      let exact = RandomizationTest(exactLimit: 20).outcome(of: differences)
      let drawn = RandomizationTest(permutations: 40_000, exactLimit: 0).outcome(of: differences)
      #expect(exact.isExact && !drawn.isExact)
      #expect(exact.statistic == drawn.statistic)
      for alternative in Alternative.allCases {
        let share = exact.pValue(alternative)
        let error = (share * (1 - share) / 40_000).squareRoot()
        #expect(abs(drawn.pValue(alternative) - share) < 5 * error + 1e-4)
      }
    }
  }

  @Test func `counts by hand`() {
    // Of the eight sums of ±1 ±2 ±3 one is 6, one is −6; 4, 2, 0, 0, −2 and −4 are the others.
    let outcome = RandomizationTest().outcome(of: [1, 2, 3])
    #expect(outcome.twoSided == 0.25 && outcome.greater == 0.125 && outcome.less == 1)
    let mixed = RandomizationTest().outcome(of: [0, -1, 2, 0, -3])
    #expect(mixed.twoSided == 6.0 / 8 && mixed.less == 3.0 / 8 && mixed.greater == 6.0 / 8)
  }

  @Test func `takes sums for equal that are equal on paper`() {
    // 0.1 + 0.2 − 0.3 is not 0 in floating point.
    let outcome = RandomizationTest().outcome(of: [0.1, 0.2, 0.3 - 0.6])
    #expect(outcome.twoSided == 1)
    let noise = [0.1 + 0.2 - 0.3, 0.7 + 0.1 - 0.8, 1e-17]
    #expect(RandomizationTest().outcome(of: noise).twoSided == 1)
  }

  @Test func `sees nothing where nothing differs, and the least p value where all do`() {
    let none = RandomizationTest().outcome(of: [0, 0, 0])
    #expect(none.twoSided == 1 && none.greater == 1 && none.less == 1 && none.isExact)
    #expect(RandomizationTest().outcome(of: []).twoSided == 1)
    #expect(RandomizationTest().outcomes(of: []).isEmpty)
    let all = RandomizationTest(permutations: 999)
      .outcome(of: [Double](repeating: -0.25, count: 100))
    #expect(all.less == 0.001 && all.twoSided == 0.001 && all.greater == 1)
  }

  @Test func `p values are uniform where nothing differs`() {
    var generator = SeededGenerator(seed: 77)
    var below = [0, 0, 0]
    let rounds = 1000
    for round in 0..<rounds {
      let differences = (0..<25).map { _ in Double.random(in: -1...1, using: &generator) }
      let test = RandomizationTest(permutations: 199, exactLimit: 10, seed: UInt64(round))
      let pValue = test.outcome(of: differences).twoSided
      for (index, level) in [0.05, 0.2, 0.5].enumerated() where pValue <= level {
        below[index] += 1
      }
    }
    for (index, level) in [0.05, 0.2, 0.5].enumerated() {
      let error = (level * (1 - level) / Double(rounds)).squareRoot()
      #expect(abs(Double(below[index]) / Double(rounds) - level) < 4 * error)
    }
  }
}
