// SPDX-License-Identifier: Apache-2.0

/// The number, mean and spread of a list of numbers.
public struct Moments: Sendable, Hashable {
  /// How many numbers there are.
  public let count: Int
  /// Their arithmetic mean; 0 where there are none.
  public let mean: Double
  /// The square root of the variance with divisor *n* − 1; 0 where there are fewer than two.
  public let standardDeviation: Double

  /// The moments of `values`, in two passes.
  public init(_ values: some Collection<Double>) {
    count = values.count
    var sum = 0.0
    for value in values { sum += value }
    let mean = count > 0 ? sum / Double(count) : 0
    self.mean = mean
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    standardDeviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : 0
  }

  /// The standard error of the mean; 0 where there are fewer than two numbers.
  public var standardError: Double {
    count > 1 ? standardDeviation / Double(count).squareRoot() : 0
  }
}
