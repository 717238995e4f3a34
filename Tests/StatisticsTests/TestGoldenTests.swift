// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@Suite struct `Tests agree with SciPy` {
  private static let names = [
    "ten", "fifteen", "fifty", "scores", "ranks", "success", "small-ties", "rounding",
  ]

  private func sample(_ name: String) throws -> Golden.Sample {
    try #require(try Golden.read().samples[name])
  }

  @Test func `the list of samples is complete`() throws {
    #expect(try Golden.read().samples.keys.sorted() == Self.names.sorted())
  }

  @Test(arguments: names) func `paired t`(name: String) throws {
    let sample = try sample(name)
    let test = try #require(PairedTTest(sample.differences))
    for alternative in Alternative.allCases {
      let golden = try #require(sample.t[alternative.rawValue])
      #expect(isClose(test.statistic, golden[0]))
      #expect(isSameProbability(test.pValue(alternative), golden[1]))
    }
    let interval = test.interval()
    #expect(isClose(interval.lowerBound, sample.tInterval[0]))
    #expect(isClose(interval.upperBound, sample.tInterval[1]))
  }

  @Test(arguments: names) func `Wilcoxon's signed ranks`(name: String) throws {
    let sample = try sample(name)
    for golden in sample.wilcoxon {
      let test = try #require(WilcoxonTest(sample.differences, zeros: golden.zeros))
      #expect(
        isClose(test.statistic(golden.alternative), golden.statistic) || golden.method == "exact")
      let pValue = test.pValue(
        golden.alternative, golden.method == "exact" ? .exact : .asymptotic,
        isCorrected: golden.method == "corrected")
      #expect(
        isSameProbability(pValue, golden.pValue),
        "\(golden): \(pValue)")
    }
  }

  @Test(arguments: names) func `sign`(name: String) throws {
    let sample = try sample(name)
    let test = SignTest(sample.differences)
    for alternative in Alternative.allCases {
      let golden = try #require(sample.sign[alternative.rawValue])
      #expect(isSameProbability(test.pValue(alternative), golden))
    }
  }

  @Test(arguments: names) func `randomisation, exactly where both count everything`(
    name: String
  ) throws {
    let sample = try sample(name)
    let golden = sample.randomisation
    let outcome = RandomizationTest(permutations: 20_000, exactLimit: 15)
      .outcome(of: sample.differences)
    #expect(outcome.isExact == golden.exact)
    let pairs = [
      (outcome.twoSided, golden.twoSided), (outcome.greater, golden.greater),
      (outcome.less, golden.less),
    ]
    for (pValue, golden) in pairs {
      // Else four standard errors of the two samples.
      let error = (golden * (1 - golden) * (1 / 20_000 + 1 / 200_000)).squareRoot()
      #expect(abs(pValue - golden) <= (outcome.isExact ? 1e-9 : 4 * error + 1e-4))
    }
  }

  @Test(arguments: names) func `bootstrap intervals of the same resamples`(name: String) throws {
    let sample = try sample(name)
    for method in Bootstrap.Method.allCases {
      let golden = try #require(sample.bootstrap[method.rawValue])
      let bootstrap = Bootstrap(resamples: 1000, confidence: 0.9, seed: 9, method: method)
      let interval = try #require(bootstrap.interval(ofMeanOf: sample.differences))
      #expect(isClose(interval.lowerBound, golden[0]))
      #expect(isClose(interval.upperBound, golden[1]))
      let ones = sample.differences.map { _ in 1.0 }
      let ratio = try #require(bootstrap.interval(ofRatioOf: sample.differences, to: ones))
      #expect(isClose(ratio.lowerBound, golden[0]))
      #expect(isClose(ratio.upperBound, golden[1]))
    }
  }

  @Test(arguments: names) func `effect sizes and non-inferiority`(name: String) throws {
    let sample = try sample(name)
    let hedges = try #require(EffectSize.hedgesG(sample.differences))
    #expect(isClose(hedges, sample.hedgesG))
    let cliff = try #require(EffectSize.cliffsDelta(sample.b, sample.a))
    #expect(isClose(cliff, sample.cliffsDelta))
    let test = NonInferiority(sample.differences, margin: 0.02)
    let student = try #require(test.studentPValue)
    #expect(isSameProbability(student, sample.nonInferiority))
    let bound = try #require(NonInferiority.lowerBound(sample.differences))
    #expect(isClose(bound, sample.lowerBound))
    // Both tests see the same thing where there are many queries.
    if sample.a.count >= 50 { #expect(abs(test.pValue() - student) < 0.02) }
  }
}
