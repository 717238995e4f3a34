// SPDX-License-Identifier: Apache-2.0

/// Adjusts p values for the number of comparisons made; statsmodels' `multipletests` gives the same.
public enum MultipleComparisons: String, Sendable, Hashable, CaseIterable {
  /// Holm's step-down procedure: the probability of any false alarm is at most the level, however
  /// the comparisons depend on each other. (Scandinavian Journal of Statistics 6(2), 1979.)
  case holm
  /// Hochberg's step-up procedure: the same for independent or positively dependent comparisons.
  /// (Biometrika 75(4), 1988, doi:10.1093/biomet/75.4.800.)
  case hochberg
  /// Benjamini and Hochberg's procedure: the expected share of false alarms among all alarms is at
  /// most the level. (JRSS B 57(1), 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.)
  case benjaminiHochberg = "benjamini-hochberg"

  /// Adjusted p values in the order of those given; compare them with the level itself.
  public func adjusted(_ pValues: [Double]) -> [Double] {
    let count = pValues.count
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var adjusted = [Double](repeating: 1, count: count)
    switch self {
    case .holm:
      var largest = 0.0
      for (place, index) in order.enumerated() {
        largest = max(largest, min(1, Double(count - place) * pValues[index]))
        adjusted[index] = largest
      }
    case .hochberg, .benjaminiHochberg:
      var least = 1.0
      for (place, index) in order.enumerated().reversed() {
        let factor =
          self == .hochberg ? Double(count - place) : Double(count) / Double(place + 1)
        least = min(least, factor * pValues[index])
        adjusted[index] = least
      }
    }
    return adjusted
  }
}
