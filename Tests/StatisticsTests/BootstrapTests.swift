// SPDX-License-Identifier: Apache-2.0

import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct `The bootstrap interval` {
  private static func normalish(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: 5)
    return (0..<count).map { _ in
      (0..<12).reduce(0) { sum, _ in sum + Double.random(in: 0...1, using: &generator) } / 12
    }
  }

  @Test func `is that of the normal distribution where values are normal`() throws {
    let values = Self.normalish(400)
    let mean = values.reduce(0, +) / 400
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400
    let error = 1.96 * (variance / 400).squareRoot()
    let interval = try #require(Bootstrap(resamples: 10_000).interval(ofMeanOf: values))
    #expect(abs(interval.lowerBound - (mean - error)) < error / 10)
    #expect(abs(interval.upperBound - (mean + error)) < error / 10)
  }

  @Test func `is the same for the same seed and another for another`() {
    let values = Self.normalish(101)
    let first = Bootstrap(seed: 1).interval(ofMeanOf: values)
    #expect(first == Bootstrap(seed: 1).interval(ofMeanOf: values))
    #expect(first != Bootstrap(seed: 2).interval(ofMeanOf: values))
  }

  @Test func `widens with the confidence`() throws {
    let values = Self.normalish(50)
    let narrow = try #require(Bootstrap(confidence: 0.5).interval(ofMeanOf: values))
    let wide = try #require(Bootstrap(confidence: 0.99).interval(ofMeanOf: values))
    #expect(wide.lowerBound < narrow.lowerBound && narrow.upperBound < wide.upperBound)
  }

  @Test func `of equal values is a point, and of none does not exist`() {
    #expect(Bootstrap().interval(ofMeanOf: [0.25, 0.25, 0.25]) == 0.25...0.25)
    #expect(Bootstrap().interval(ofMeanOf: [0.5]) == 0.5...0.5)
    #expect(Bootstrap().interval(ofMeanOf: []) == nil)
  }

  @Test func `of a ratio draws numerators with their denominators`() throws {
    let fixed = Bootstrap().interval(ofRatioOf: [1, 2, 3, 4], to: [2, 4, 6, 8])
    #expect(fixed == 0.5...0.5)
    let values = Self.normalish(60)
    let ones = [Double](repeating: 1, count: 60)
    let ratio = try #require(Bootstrap().interval(ofRatioOf: values, to: ones))
    let mean = try #require(Bootstrap().interval(ofMeanOf: values))
    #expect(abs(ratio.lowerBound - mean.lowerBound) < 1e-12)
    #expect(abs(ratio.upperBound - mean.upperBound) < 1e-12)
  }
}
