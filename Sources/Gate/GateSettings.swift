// SPDX-License-Identifier: Apache-2.0

/// How sure the gate has to be.
public struct GateSettings: Sendable, Hashable {
  /// The probability of any false alarm over all comparisons together, and of a false pass of each.
  public var level = 0.05
  /// The probability of an alarm by which detectable differences and needed queries are stated.
  public var power = 0.8
  /// Permutations of the randomisation tests.
  public var permutations = 100_000
  /// Resamples of the bootstrap intervals.
  public var resamples = 2000
  /// Where random numbers begin.
  public var seed: UInt64 = 1
  /// How many parts are computed at the same time; changes no number.
  public var threads = 1
  /// How many queries are listed that lost most.
  public var losers = 5
  /// Whether not being able to tell fails.
  public var isStrict = false

  /// The usual settings.
  public init() {}
}
