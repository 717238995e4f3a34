// SPDX-License-Identifier: Apache-2.0

/// The percentile bootstrap over queries.
///
/// Queries are drawn with replacement, as many as there are, `resamples` times; the interval lies
/// between percentiles of the means. The same seed gives the same interval on every machine.
///
/// > Efron. "Bootstrap methods: another look at the jackknife." Annals of Statistics 7(1), 1979.
/// > doi:10.1214/aos/1176344552. In retrieval: Sakai. "Evaluating evaluation metrics based on the
/// > bootstrap." SIGIR 2006. doi:10.1145/1148170.1148261
public struct Bootstrap: Sendable, Hashable {
  /// The number of resamples.
  public var resamples: Int
  /// The probability that the interval is meant to have.
  public var confidence: Double
  /// Where the random numbers begin.
  public var seed: UInt64

  /// A bootstrap; 2 000 resamples and 95 % unless given.
  public init(resamples: Int = 2000, confidence: Double = 0.95, seed: UInt64 = 1) {
    precondition(resamples > 0, "at least one resample")
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1")
    self.resamples = resamples
    self.confidence = confidence
    self.seed = seed
  }

  /// The interval of the mean of per-query values, nil where there are none.
  ///
  /// - Complexity: O(*resamples* · *queries*), about a nanosecond for each.
  public func interval(ofMeanOf values: [Double]) -> ClosedRange<Double>? {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    return interval(of: values.count) { draw in
      var sum = 0.0
      draw { sum += values[$0] }
      return sum / count
    }
  }

  /// The interval of a micro average: the sum of numerators over the sum of denominators.
  public func interval(
    ofRatioOf numerators: [Double], to denominators: [Double]
  ) -> ClosedRange<Double>? {
    precondition(numerators.count == denominators.count, "one denominator a numerator")
    guard !numerators.isEmpty else { return nil }
    return interval(of: numerators.count) { draw in
      var sums = (0.0, 0.0)
      draw {
        sums.0 += numerators[$0]
        sums.1 += denominators[$0]
      }
      return sums.1 > 0 ? sums.0 / sums.1 : 0
    }
  }

  /// The interval of a statistic of `count` queries, each drawn by number.
  @inline(__always)
  private func interval(
    of count: Int, statistic: (_ draw: ((Int) -> Void) -> Void) -> Double
  ) -> ClosedRange<Double> {
    precondition(count <= Int(UInt32.max), "at most 2^32 queries")
    var generator = WeylGenerator(seed: seed)
    var results = (0..<resamples).map { _ in
      statistic { take in
        for _ in 0..<(count / 2) {
          // Two draws from one number, each the upper half of a product with `count`: uneven by
          // less than queries / 2^32 (Lemire, doi:10.1145/3230636, without the rejection).
          let random = generator.next()
          take(Int(((random >> 32) &* UInt64(count)) >> 32))
          take(Int(((random & 0xFFFF_FFFF) &* UInt64(count)) >> 32))
        }
        if count % 2 == 1 { take(Int(((generator.next() >> 32) &* UInt64(count)) >> 32)) }
      }
    }
    results.sort()
    let tail = (1 - confidence) / 2
    return percentile(tail, of: results)...percentile(1 - tail, of: results)
  }

  /// The linearly interpolated percentile of sorted numbers (numpy's default).
  private func percentile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}

/// A small fast generator: a Weyl sequence through one 128-bit product (wyrand).
private struct WeylGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0xA076_1D64_78BD_642F
    let product = state.multipliedFullWidth(by: state ^ 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}
