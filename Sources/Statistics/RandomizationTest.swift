// SPDX-License-Identifier: Apache-2.0

/// The paired randomisation test of the mean difference (Fisher's sign-flip test).
///
/// Where two systems do not differ, the sign of each query's difference is a coin toss. The test
/// asks how often tossing all coins again gives a sum as far from zero as the one observed. With
/// few differences all outcomes are counted; with more, `permutations` of them are drawn and the
/// p value is (1 + as extreme) / (1 + drawn), which keeps the level of the test exact.
///
/// Differences are rounded to multiples of a power of two, at least 2^-60 of the sum of their
/// sizes, and added as whole numbers: the same differences and seed give the same p value on every
/// machine and for any number of threads.
///
/// > Fisher. "The design of experiments." 1935. In retrieval: Smucker, Allan and Carterette. "A
/// > comparison of statistical significance tests for information retrieval evaluation." CIKM 2007.
/// > doi:10.1145/1321440.1321528. The 1 is added as by Phipson and Smyth, 2010.
/// > doi:10.2202/1544-6115.1585
public struct RandomizationTest: Sendable, Hashable {
  /// How many permutations of the signs are drawn.
  public var permutations: Int
  /// Up to so many differences other than zero, all permutations are counted instead.
  public var exactLimit: Int
  /// Where the random numbers begin.
  public var seed: UInt64
  /// How many parts are computed at the same time.
  public var threads: Int

  /// A test; 100 000 permutations, and all of them up to 20 differences, unless given.
  public init(
    permutations: Int = 100_000, exactLimit: Int = 20, seed: UInt64 = 1, threads: Int = 1
  ) {
    precondition(permutations > 0, "at least one permutation")
    precondition((0...30).contains(exactLimit), "all permutations of at most 30 differences")
    precondition(threads > 0, "at least one thread")
    self.permutations = permutations
    self.exactLimit = exactLimit
    self.seed = seed
    self.threads = threads
  }

  /// What the test says about one list of differences.
  public struct Outcome: Sendable, Hashable {
    /// The mean difference; 0 where there is none.
    public let statistic: Double
    /// The share of permutations with a sum at least as far from zero.
    public let twoSided: Double
    /// The share with a sum at least as large: small where the difference is above zero.
    public let greater: Double
    /// The share with a sum at most as large: small where the difference is below zero.
    public let less: Double
    /// Whether all permutations were counted.
    public let isExact: Bool

    /// The p value against an alternative.
    public func pValue(_ alternative: Alternative) -> Double {
      switch alternative {
      case .twoSided: twoSided
      case .greater: greater
      case .less: less
      }
    }
  }

  /// The outcome for one list of finite differences.
  public func outcome(of differences: [Double]) -> Outcome {
    outcomes(of: [differences])[0]
  }

  /// Outcomes for several lists of as many finite differences each, such as one a measure; the same
  /// permutations serve all of them.
  ///
  /// - Complexity: 20 lists of 10 000 differences take about a second on one core with AVX-512.
  public func outcomes(of columns: [[Double]]) -> [Outcome] {
    guard let rows = columns.first?.count else { return [] }
    precondition(columns.allSatisfy { $0.count == rows }, "as many differences in each list")
    let scaled = columns.map { ScaledDifferences($0) }
    var counts = scaled.map { $0.nonzero.count > exactLimit ? nil : $0.exactCounts() }
    let drawn = counts.indices.filter { counts[$0] == nil }
    let sampled = SignFlipSample(self).counts(of: drawn.map { scaled[$0] })
    for (column, count) in zip(drawn, sampled) { counts[column] = count }
    return zip(scaled, counts).map { column, count in
      column.outcome(count ?? ExtremeCounts(), isExact: column.nonzero.count <= exactLimit)
    }
  }
}

/// How many permutations are as extreme as what was observed.
struct ExtremeCounts: Sendable, Hashable {
  var all = 0
  var twoSided = 0
  var greater = 0
  var less = 0

  /// Counts the sum of one permutation.
  @inline(__always)
  mutating func note(_ sum: Int64, _ observed: Int64, tolerance: Int64) {
    all &+= 1
    greater &+= sum >= observed &- tolerance ? 1 : 0
    less &+= sum <= observed &+ tolerance ? 1 : 0
    twoSided &+= sum.magnitude &+ tolerance.magnitude >= observed.magnitude ? 1 : 0
  }

  /// Adds the counts of other permutations.
  mutating func add(_ other: ExtremeCounts) {
    all += other.all
    twoSided += other.twoSided
    greater += other.greater
    less += other.less
  }
}
