// SPDX-License-Identifier: Apache-2.0

/// Which ranks of a ranking were decided by a tie rule alone.
public struct EqualScores: Sendable, Hashable {
  /// Ranks of documents with equal scores, two or more each, rising.
  public let ranges: [ClosedRange<Int>]
  /// Judged documents below the protocol's depth whose scores equal that of the last one above it.
  public let beyondDepth: [RankedJudgments.Hit]

  /// Groups of equal scores.
  public init(_ ranges: [ClosedRange<Int>], beyondDepth: [RankedJudgments.Hit] = []) {
    self.ranges = ranges
    self.beyondDepth = beyondDepth
  }
}

/// What a measure comes to over all orders of documents with equal scores.
public struct TieRange: Sendable, Hashable {
  /// In the worst order.
  public var minimum: Double
  /// On average over all orders, each as likely as another.
  public var expected: Double
  /// In the best order.
  public var maximum: Double

  /// Three values.
  public init(minimum: Double, expected: Double, maximum: Double) {
    self.minimum = minimum
    self.expected = expected
    self.maximum = maximum
  }

  /// One value, where no order is left open.
  public init(_ value: Double) {
    self.init(minimum: value, expected: value, maximum: value)
  }
}
