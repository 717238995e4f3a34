// SPDX-License-Identifier: Apache-2.0

/// The sign test: whether wins and losses are as frequent as those of a fair coin; ties are left
/// out.
///
/// SciPy's `binomtest(wins, wins + losses)` gives the same p values.
public struct SignTest: Sendable, Hashable {
  /// Differences above zero.
  public let wins: Int
  /// Differences below zero.
  public let losses: Int
  /// Differences of zero.
  public let ties: Int

  /// A test of differences; those not larger than `tolerance` are ties.
  public init(_ differences: some Sequence<Double>, tolerance: Double = 0) {
    var counts = (wins: 0, losses: 0, ties: 0)
    for difference in differences {
      if difference > tolerance {
        counts.wins += 1
      } else if difference < -tolerance {
        counts.losses += 1
      } else {
        counts.ties += 1
      }
    }
    (wins, losses, ties) = counts
  }

  /// The probability of so uneven a count; 1 without wins and losses.
  public func pValue(_ alternative: Alternative = .twoSided) -> Double {
    switch alternative {
    case .twoSided: min(1, 2 * atLeast(max(wins, losses)))
    case .greater: atLeast(wins)
    case .less: atLeast(losses)
    }
  }

  /// The probability of `count` heads or more.
  private func atLeast(_ count: Int) -> Double {
    guard count > 0 else { return 1 }
    return regularizedBeta(0.5, complement: 0.5, Double(count), Double(wins + losses - count + 1))
  }
}
