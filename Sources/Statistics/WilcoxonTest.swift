// SPDX-License-Identifier: Apache-2.0

/// Wilcoxon's signed-rank test of paired differences.
///
/// Names and meanings are those of SciPy's `wilcoxon`, except that ``Method/exact`` stays exact
/// where sizes are equal: the distribution is that of the ranks there are.
///
/// > Wilcoxon. "Individual comparisons by ranking methods." Biometrics Bulletin 1(6), 1945.
/// > doi:10.2307/3001968. Pratt. "Remarks on zeros and ties in the Wilcoxon signed rank
/// > procedures." JASA 54, 1959. doi:10.1080/01621459.1959.10501526
public struct WilcoxonTest: Sendable, Hashable {
  /// What becomes of differences of zero.
  public enum ZeroMethod: String, Sendable, Hashable, CaseIterable {
    /// They are left out.
    case wilcox
    /// They are ranked with the others, then their ranks are left out.
    case pratt
    /// Half of their ranks counts as positive, half as negative.
    case zsplit
  }

  /// Where p values come from.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// All permutations of the signs.
    case exact
    /// The normal distribution, with the variance corrected for equal sizes.
    case asymptotic
  }

  /// The sum of the ranks of positive differences.
  public let positiveRanks: Double
  /// The sum of the ranks of negative differences.
  public let negativeRanks: Double
  /// Twice the ranks of the differences other than zero.
  private let doubledRanks: [Int]
  /// Twice the zeros' share of the positive ranks.
  private let doubledShare: Double
  private let expectation: Double
  private let deviation: Double

  /// A test of differences.
  ///
  /// - Returns: nil where none differs from zero.
  public init?(_ differences: [Double], zeros: ZeroMethod = .wilcox) {
    let kept = zeros == .wilcox ? differences.filter { $0 != 0 } : differences
    guard kept.contains(where: { $0 != 0 }) else { return nil }
    let order = kept.indices.sorted { abs(kept[$0]) < abs(kept[$1]) }
    var ranks = [Int](repeating: 0, count: kept.count)
    var tieSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count && abs(kept[order[end]]) == abs(kept[order[start]]) { end += 1 }
      for place in start..<end { ranks[order[place]] = start + end + 1 }
      let size = Double(end - start)
      if !(zeros == .pratt && kept[order[start]] == 0) { tieSum += size * size * size - size }
      start = end
    }
    let doubledZeros = kept.indices.reduce(0) { $0 + (kept[$1] == 0 ? ranks[$1] : 0) }
    doubledShare = zeros == .zsplit ? Double(doubledZeros) / 2 : 0
    let positive = kept.indices.reduce(0) { $0 + (kept[$1] > 0 ? ranks[$1] : 0) }
    let negative = kept.indices.reduce(0) { $0 + (kept[$1] < 0 ? ranks[$1] : 0) }
    positiveRanks = (Double(positive) + doubledShare) / 2
    negativeRanks = (Double(negative) + doubledShare) / 2
    doubledRanks = kept.indices.filter { kept[$0] != 0 }.map { ranks[$0] }
    let count = Double(kept.count)
    let none = zeros == .pratt ? Double(kept.count { $0 == 0 }) : 0
    expectation = (count * (count + 1) - none * (none + 1)) / 4
    let squares =
      count * (count + 1) * (2 * count + 1) - none * (none + 1) * (2 * none + 1)
    deviation = ((squares - tieSum / 2) / 24).squareRoot()
  }

  /// The statistic that SciPy gives: the smaller sum of ranks, and the positive one where one side
  /// is looked at.
  public func statistic(_ alternative: Alternative = .twoSided) -> Double {
    alternative == .twoSided ? min(positiveRanks, negativeRanks) : positiveRanks
  }

  /// The probability of so uneven a sum of ranks.
  ///
  /// - Parameter isCorrected: Whether the normal distribution is corrected for continuity.
  public func pValue(
    _ alternative: Alternative = .twoSided, _ method: Method = .asymptotic,
    isCorrected: Bool = false
  ) -> Double {
    switch method {
    case .exact: exact(alternative)
    case .asymptotic: asymptotic(alternative, isCorrected: isCorrected)
    }
  }

  private func asymptotic(_ alternative: Alternative, isCorrected: Bool) -> Double {
    var score = (positiveRanks - expectation) / deviation
    if isCorrected {
      let sign: Double =
        switch alternative {
        case .greater: 1
        case .less: -1
        case .twoSided: score > 0 ? 1 : score < 0 ? -1 : 0
        }
      score -= sign * 0.5 / deviation
    }
    switch alternative {
    case .twoSided: return min(1, 2 * Normal.survival(abs(score)))
    case .greater: return Normal.survival(score)
    case .less: return Normal.cumulative(score)
    }
  }

  /// Counts sums of doubled ranks, as shares of all permutations.
  private func exact(_ alternative: Alternative) -> Double {
    let total = doubledRanks.reduce(0, +)
    var shares = [Double](repeating: 0, count: total + 1)
    shares[0] = 1
    var reach = 0
    for rank in doubledRanks {
      reach += rank
      for sum in stride(from: reach, through: 0, by: -1) {
        shares[sum] = shares[sum] / 2 + (sum >= rank ? shares[sum - rank] / 2 : 0)
      }
    }
    let observed = Int((2 * positiveRanks - doubledShare).rounded())
    let less = shares[...observed].reduce(0, +)
    let greater = shares[observed...].reduce(0, +)
    switch alternative {
    case .twoSided: return min(1, 2 * min(less, greater))
    case .greater: return min(1, greater)
    case .less: return min(1, less)
    }
  }
}
