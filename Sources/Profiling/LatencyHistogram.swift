// SPDX-License-Identifier: Apache-2.0

import Histogram

/// Durations of single operations, kept to three significant digits up to an hour.
///
/// > Gil Tene. HdrHistogram: a high dynamic range histogram. <http://hdrhistogram.org>
public struct LatencyHistogram: Sendable {
  /// The longest duration that is told apart; longer ones count as this.
  public static let longestNanoseconds: UInt64 = 3_600_000_000_000

  private var histogram = Histogram<UInt64>(
    highestTrackableValue: longestNanoseconds, numberOfSignificantValueDigits: .three)

  /// An empty histogram.
  public init() {}

  /// The number of recorded operations.
  public var count: Int { Int(histogram.totalCount) }

  /// Counts one operation that took `nanoseconds`.
  public mutating func record(nanoseconds: UInt64) {
    histogram.record(min(nanoseconds, Self.longestNanoseconds))
  }

  /// Milliseconds within which `percent` of the operations ended; 0 when there are none.
  public func milliseconds(percentile percent: Double) -> Double {
    count == 0 ? 0 : Double(histogram.valueAtPercentile(percent)) / 1e6
  }

  /// `p50`, `p95`, `p99` and `max`, in milliseconds; empty when there are none.
  public var summary: [String: Double] {
    guard count > 0 else { return [:] }
    return [
      "p50": milliseconds(percentile: 50), "p95": milliseconds(percentile: 95),
      "p99": milliseconds(percentile: 99), "max": Double(histogram.max) / 1e6,
    ]
  }
}
