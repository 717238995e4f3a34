// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Statistics

@Suite struct `Power and adjustments agree with statsmodels` {
  @Test func `adjusted p values`() throws {
    for golden in try Golden.read().adjustments {
      let pValues = try #require(golden["p"])
      for method in MultipleComparisons.allCases {
        let expected = try #require(golden[method.rawValue])
        let adjusted = method.adjusted(pValues)
        #expect(adjusted.count == expected.count)
        for (value, golden) in zip(adjusted, expected) { #expect(isClose(value, golden)) }
      }
    }
    for method in MultipleComparisons.allCases { #expect(method.adjusted([]).isEmpty) }
  }

  @Test func `power at a difference`() throws {
    let rows = try #require(try Golden.read().powers["power"])
    #expect(rows.count > 80)
    for row in rows {
      let power = Power(level: row.numbers[2], isTwoSided: row.words[0] == "two-sided")
      let value = power.power(difference: row.numbers[1], deviation: 1, queries: row.numbers[0])
      #expect(isClose(value, row.numbers[3]), "\(row): \(value)")
    }
  }

  @Test func `the least difference that is noticed`() throws {
    for row in try #require(try Golden.read().powers["detectable"]) {
      let power = Power(level: row.numbers[1], isTwoSided: row.words[0] == "two-sided")
      let queries = Int(row.numbers[0])
      let value = try #require(
        power.minimumDetectableDifference(deviation: 0.25, queries: queries))
      #expect(isClose(value / 0.25, row.numbers[2]))
      let reached = power.power(difference: value, deviation: 0.25, queries: row.numbers[0])
      #expect(isClose(reached, 0.8))
    }
  }

  @Test func `the number of queries that are needed`() throws {
    for row in try #require(try Golden.read().powers["needed"]) {
      let power = Power(level: row.numbers[1])
      #expect(power.queriesNeeded(difference: -row.numbers[0], deviation: 1) == Int(row.numbers[2]))
    }
    #expect(Power().queriesNeeded(difference: 0, deviation: 1) == nil)
    #expect(Power().queriesNeeded(difference: 1, deviation: 0) == 2)
  }

  @Test func `t, normal and noncentral t distributions`() throws {
    let golden = try Golden.read().distributions
    for row in try #require(golden["t"]) {
      let distribution = StudentT(degrees: row.numbers[0])
      #expect(isSameProbability(distribution.survival(row.numbers[1]), row.numbers[2]))
      #expect(isSameProbability(distribution.cumulative(row.numbers[1]), row.numbers[3]))
    }
    for row in try #require(golden["t-quantiles"]) {
      let quantile = StudentT(degrees: row.numbers[0]).quantile(row.numbers[1])
      #expect(isClose(quantile, row.numbers[2]))
    }
    for row in try #require(golden["normal-quantiles"]) {
      #expect(isClose(Normal.quantile(row.numbers[0]), row.numbers[1]))
    }
    for row in try #require(golden["noncentral"]) {
      let distribution = NoncentralT(degrees: row.numbers[0], noncentrality: row.numbers[1])
      let value = distribution.cumulative(row.numbers[2])
      #expect(isClose(value, row.numbers[3]), "\(row): \(value)")
    }
  }
}
