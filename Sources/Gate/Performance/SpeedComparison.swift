// SPDX-License-Identifier: Apache-2.0

import Statistics

/// How much more one system costs than another, from interleaved measurements.
///
/// The systems are measured in turn, A B A B …, so that what slows the machine down slows both. Each
/// round gives a ratio; ratios are averaged and tested as logarithms, by Student's t.
///
/// > Kalibera and Jones. "Rigorous benchmarking in reasonable time." ISMM 2013.
/// > doi:10.1145/2464157.2464160
public struct SpeedComparison: Sendable, Hashable {
  /// What was measured.
  public let cost: Cost
  /// Measurements of the first system, one a round, above 0.
  public let first: [Double]
  /// Measurements of the second system, in the same rounds.
  public let second: [Double]

  /// A comparison of rounds, of which there must be two.
  ///
  /// - Returns: nil for fewer rounds, different numbers of them, and values that are not above 0.
  public init?(_ cost: Cost, first: [Double], second: [Double]) {
    guard first.count == second.count, first.count > 1,
      (first + second).allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    self.cost = cost
    self.first = first
    self.second = second
  }

  /// Second over first: the geometric mean over rounds.
  public var ratio: Double { exponential(of: Moments(logarithms).mean) }

  /// The interval of ``ratio``.
  ///
  /// - Parameter confidence: The probability that it is meant to have.
  public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    guard let test = PairedTTest(logarithms) else { return ratio...ratio }
    let range = test.interval(confidence: confidence)
    return exponential(of: range.lowerBound)...exponential(of: range.upperBound)
  }

  /// What one look says of a limit: regressed where the whole interval is beyond it, pass where it
  /// is not reached at all.
  public func look(limit: Double, level: Double) -> Verdict {
    let interval = interval(confidence: 1 - 2 * level)
    if interval.lowerBound > limit { return .regressed }
    return interval.upperBound <= limit ? .pass : .cannotTell
  }

  private var logarithms: [Double] {
    zip(first, second).map { naturalLogarithm(of: $1 / $0) }
  }
}

/// Decides after one look, or two where the first one raised a suspicion.
public struct SpeedGate: Sendable, Hashable {
  /// The ratio of costs that is still allowed, 1.05 for 5 % more.
  public var limit: Double
  /// The probability of a wrong suspicion in a look.
  public var level: Double

  /// A gate; 5 % more and a level of 5 % unless given.
  public init(limit: Double = 1.05, level: Double = 0.05) {
    self.limit = limit
    self.level = level
  }

  /// Measures and decides.
  ///
  /// A suspicion is confirmed by measurements of their own: only where both looks say so is the
  /// second system slower. A machine that was busy during the first look does not fail anybody.
  ///
  /// Where a look could not be measured under its profile there is no verdict on anybody.
  ///
  /// - Parameter measure: Measures all rounds of a look, 0 or 1.
  /// - Returns: The verdict and the looks it rests on.
  public func decide(
    _ measure: (_ look: Int) async throws -> SpeedLook
  ) async rethrows -> (verdict: Verdict, looks: [SpeedLook]) {
    let first = try await measure(0)
    let verdict = first.comparison?.look(limit: limit, level: level) ?? .cannotTell
    guard verdict == .regressed else { return (verdict, [first]) }
    let second = try await measure(1)
    let isConfirmed = second.comparison?.look(limit: limit, level: level) == .regressed
    return (isConfirmed ? .regressed : .cannotTell, [first, second])
  }
}
