// SPDX-License-Identifier: Apache-2.0

public import Statistics

/// Two lists of per-query values of the same queries, and what can be said about their difference.
public struct PairedComparison: Sendable, Hashable {
  /// A query and its two values.
  public struct Query: Sendable, Hashable {
    /// The query's identifier; with its task in front where there are several.
    public var id: String
    /// Value of the baseline.
    public var baseline: Double
    /// Value of the candidate.
    public var candidate: Double

    /// A query.
    public init(id: String, baseline: Double, candidate: Double) {
      self.id = id
      self.baseline = baseline
      self.candidate = candidate
    }

    /// Candidate less baseline.
    public var difference: Double { candidate - baseline }
  }

  /// Differences up to this are rounding.
  public static let rounding = 1e-12

  /// The queries, in the order of the baseline.
  public let queries: [Query]
  /// What each query counts relative to the others; 1 but for means over tasks.
  public let weights: [Double]
  /// Candidate less baseline, times weight.
  public let differences: [Double]
  /// Number, mean and spread of ``differences``.
  public let moments: Moments

  /// A comparison of queries.
  ///
  /// - Parameter weights: One a query, with a mean of 1; empty for all the same.
  public init(_ queries: [Query], weights: [Double] = []) {
    self.queries = queries
    self.weights = weights.isEmpty ? queries.map { _ in 1 } : weights
    precondition(self.weights.count == queries.count, "a weight a query")
    differences = zip(queries, self.weights).map { query, weight in
      abs(query.difference) <= Self.rounding ? 0 : query.difference * weight
    }
    moments = Moments(differences)
  }

  /// Queries that gained, lost, and neither.
  public var signs: SignTest { SignTest(differences) }

  /// The 95 % BCa bootstrap interval of the mean difference; nil without queries.
  func interval(_ settings: GateSettings) -> ClosedRange<Double>? {
    Bootstrap(resamples: settings.resamples, seed: settings.seed, method: .bca)
      .interval(ofMeanOf: differences)
  }

  /// The queries that lost most, the largest loss first, then by id.
  public func losers(_ count: Int) -> [Query] {
    Array(
      queries.filter { $0.difference < -Self.rounding }.sorted {
        $0.difference != $1.difference ? $0.difference < $1.difference : $0.id < $1.id
      }.prefix(count))
  }

  /// The queries that gained most, the largest gain first, then by id.
  public func winners(_ count: Int) -> [Query] {
    Array(
      queries.filter { $0.difference > Self.rounding }.sorted {
        $0.difference != $1.difference ? $0.difference > $1.difference : $0.id < $1.id
      }.prefix(count))
  }
}
