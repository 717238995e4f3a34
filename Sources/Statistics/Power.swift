// SPDX-License-Identifier: Apache-2.0

/// What a paired test can see: its power, the least difference it would notice, and how many
/// queries it would take.
///
/// Computed for the paired t test by the noncentral t distribution. The randomisation test has the
/// same power but for very few queries (Hoeffding, Annals of Mathematical Statistics 23(2), 1952,
/// doi:10.1214/aoms/1177729436). statsmodels' `TTestPower` gives the same.
public struct Power: Sendable, Hashable {
  /// The probability of an alarm where there is no difference.
  public var level: Double
  /// The probability of an alarm that is wanted where there is one.
  public var target: Double
  /// Whether differences of both signs are looked for.
  public var isTwoSided: Bool

  /// A level of 5 % and a power of 80 %, to both sides, unless given.
  public init(level: Double = 0.05, target: Double = 0.8, isTwoSided: Bool = true) {
    precondition(level > 0 && level < 1, "a level between 0 and 1")
    precondition(target > level && target < 1, "a power between the level and 1")
    self.level = level
    self.target = target
    self.isTwoSided = isTwoSided
  }

  /// The same for one of several comparisons that are adjusted for their number, at worst.
  public func shared(by comparisons: Int) -> Power {
    var copy = self
    copy.level = level / Double(max(1, comparisons))
    return copy
  }

  /// The probability that a true mean difference is noticed.
  ///
  /// - Parameters:
  ///   - difference: The true mean difference; looking to one side only, its sign does not matter.
  ///   - deviation: The standard deviation of differences, above 0.
  ///   - queries: How many queries there are, at least 2; 0 where there are fewer.
  public func power(difference: Double, deviation: Double, queries: Double) -> Double {
    guard queries > 1 else { return 0 }
    let degrees = queries - 1
    let limit = StudentT(degrees: degrees).quantile(1 - (isTwoSided ? level / 2 : level))
    return power(abs(difference) / deviation, queries, limit)
  }

  private func power(_ effect: Double, _ queries: Double, _ limit: Double) -> Double {
    let shifted = NoncentralT(
      degrees: queries - 1, noncentrality: effect * queries.squareRoot())
    let above = 1 - shifted.cumulative(limit)
    return isTwoSided ? above + shifted.cumulative(-limit) : above
  }

  /// The least true mean difference, without sign, that is noticed with the wanted power; nil for
  /// fewer than two queries, 0 where differences do not vary.
  public func minimumDetectableDifference(deviation: Double, queries: Int) -> Double? {
    guard queries > 1 else { return nil }
    guard deviation > 0 else { return 0 }
    let limit = StudentT(degrees: Double(queries - 1))
      .quantile(1 - (isTwoSided ? level / 2 : level))
    func excess(_ effect: Double) -> Double { power(effect, Double(queries), limit) - target }
    var high = 1 / Double(queries).squareRoot()
    while excess(high) < 0 { high *= 2 }
    return deviation * root(in: 0...high, excess)
  }

  /// How many queries it takes to notice a difference with the wanted power; nil where no number
  /// does, because the difference is 0.
  public func queriesNeeded(difference: Double, deviation: Double) -> Int? {
    guard difference != 0 else { return nil }
    guard deviation > 0 else { return 2 }
    func isEnough(_ queries: Double) -> Bool {
      power(difference: difference, deviation: deviation, queries: queries) >= target
    }
    var high = 2.0
    while !isEnough(high) {
      high *= 2
      if high > 1e15 { return nil }
    }
    var low = high / 2
    while high - low > 1 {
      let middle = (low + (high - low) / 2).rounded(.down)
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return Int(high)
  }

  /// Power at each of some true differences, to draw as a curve.
  public func curve(
    differences: [Double], deviation: Double, queries: Int
  ) -> [(difference: Double, power: Double)] {
    differences.map {
      ($0, power(difference: $0, deviation: deviation, queries: Double(queries)))
    }
  }
}
