// SPDX-License-Identifier: Apache-2.0

/// The bootstrap over queries.
///
/// Queries are drawn with replacement, as many as there are, `resamples` times; an interval lies
/// between percentiles of the means. The same seed gives the same interval on every machine. For
/// paired differences give their list: query by query both systems are drawn together.
///
/// > Efron. "Bootstrap methods: another look at the jackknife." Annals of Statistics 7(1), 1979.
/// > doi:10.1214/aos/1176344552. In retrieval: Sakai. "Evaluating evaluation metrics based on the
/// > bootstrap." SIGIR 2006. doi:10.1145/1148170.1148261
public struct Bootstrap: Sendable, Hashable {
  /// Which percentiles of the means bound an interval.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Those that leave as much on either side.
    case percentile
    /// The same corrected for bias and for an error that changes with the mean (Efron, "Better
    /// bootstrap confidence intervals", JASA 82, 1987, doi:10.1080/01621459.1987.10478410).
    case bca
  }

  /// The number of resamples.
  public var resamples: Int
  /// The probability that the interval is meant to have.
  public var confidence: Double
  /// Where the random numbers begin.
  public var seed: UInt64
  /// Which percentiles are taken.
  public var method: Method

  /// A bootstrap; 2 000 resamples, 95 % and plain percentiles unless given.
  public init(
    resamples: Int = 2000, confidence: Double = 0.95, seed: UInt64 = 1,
    method: Method = .percentile
  ) {
    precondition(resamples > 0, "at least one resample")
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1")
    self.resamples = resamples
    self.confidence = confidence
    self.seed = seed
    self.method = method
  }

  /// The interval of the mean of per-query values, nil where there are none.
  ///
  /// - Complexity: O(*resamples* · *queries*), about a nanosecond for each.
  public func interval(ofMeanOf values: [Double]) -> ClosedRange<Double>? {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let means = distribution(of: values.count) { draw in
      var sum = 0.0
      draw { sum += values[$0] }
      return sum / count
    }
    return interval(of: means) {
      // The mean without one value differs from that of all by a multiple of the value's distance.
      let mean = Moments(values).mean
      return Correction(
        observed: mean, distances: values.map { mean - $0 }, among: means)
    }
  }

  /// The interval of a micro average: the sum of numerators over the sum of denominators.
  public func interval(
    ofRatioOf numerators: [Double], to denominators: [Double]
  ) -> ClosedRange<Double>? {
    precondition(numerators.count == denominators.count, "one denominator a numerator")
    guard !numerators.isEmpty else { return nil }
    func ratio(_ sums: (Double, Double)) -> Double { sums.1 > 0 ? sums.0 / sums.1 : 0 }
    let ratios = distribution(of: numerators.count) { draw in
      var sums = (0.0, 0.0)
      draw {
        sums.0 += numerators[$0]
        sums.1 += denominators[$0]
      }
      return ratio(sums)
    }
    return interval(of: ratios) {
      let all = (numerators.reduce(0, +), denominators.reduce(0, +))
      let without = numerators.indices.map {
        ratio((all.0 - numerators[$0], all.1 - denominators[$0]))
      }
      let mean = Moments(without).mean
      return Correction(
        observed: ratio(all), distances: without.map { $0 - mean }, among: ratios)
    }
  }

  /// A statistic of `count` queries, each drawn by number, for every resample; sorted.
  @inline(__always)
  private func distribution(
    of count: Int, statistic: (_ draw: ((Int) -> Void) -> Void) -> Double
  ) -> [Double] {
    precondition(count <= Int(UInt32.max), "at most 2^32 queries")
    var generator = WeylGenerator(seed: seed)
    var results = (0..<resamples).map { _ in statistic { generator.draw(count, $0) } }
    results.sort()
    return results
  }

  private func interval(
    of sorted: [Double], _ correction: () -> Correction?
  ) -> ClosedRange<Double> {
    let tail = (1 - confidence) / 2
    // Where nothing varies there is nothing to correct.
    let correction = method == .bca ? correction() : nil
    let low = percentile(correction?.corrected(tail) ?? tail, of: sorted)
    let high = percentile(correction?.corrected(1 - tail) ?? (1 - tail), of: sorted)
    return low...max(low, high)
  }

  /// The linearly interpolated percentile of sorted numbers (numpy's default).
  private func percentile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}

/// Bias and acceleration of a bootstrap distribution.
private struct Correction {
  private let bias: Double
  private let acceleration: Double

  /// - Parameters:
  ///   - distances: Of each query the distance of the statistic without it from the mean of those,
  ///     or any multiple of it.
  ///   - sorted: The bootstrap distribution.
  /// - Returns: nil where nothing varies.
  init?(observed: Double, distances: [Double], among sorted: [Double]) {
    // Means that are equal on paper may differ by rounding.
    let rounding = 1e-13 * max(abs(sorted[0]), abs(sorted[sorted.count - 1]))
    let below = sorted.partitioningIndex { $0 >= observed - rounding }
    let notAbove = sorted.partitioningIndex { $0 > observed + rounding }
    bias = Normal.quantile(Double(below + notAbove) / Double(2 * sorted.count))
    var squares = 0.0
    var cubes = 0.0
    for distance in distances {
      squares += distance * distance
      cubes -= distance * distance * distance
    }
    acceleration = cubes / (6 * squares * squares.squareRoot())
    guard bias.isFinite, acceleration.isFinite else { return nil }
  }

  /// The share of resamples that stands for a share of the true distribution.
  func corrected(_ share: Double) -> Double {
    let shifted = bias + Normal.quantile(share)
    return Normal.cumulative(bias + shifted / (1 - acceleration * shifted))
  }
}

extension [Double] {
  /// The first place of a sorted list at which a condition holds that then goes on holding.
  fileprivate func partitioningIndex(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
