// SPDX-License-Identifier: Apache-2.0

/// A small histogram of per-query scores, as SVG path data with a text that says the same.
struct Histogram: Hashable {
  /// Width and height of the drawing.
  static let size = (width: 96, height: 20)
  private static let bins = 12

  /// Bars of scores strictly between 0 and 1.
  let middleBars: String
  /// Bars of the queries with score 0 and with score 1.
  let endBars: String
  /// What it shows, for those who do not see it.
  let text: String

  /// Counts `values` in twelve bars: exactly 0, ten tenths, exactly 1; nil when a value lies outside
  /// 0…1 or there is none.
  init?(_ values: [Double], measure: String) {
    guard !values.isEmpty, values.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
    var counts = [Int](repeating: 0, count: Self.bins)
    for value in values {
      let bin = value <= 0 ? 0 : value >= 1 ? Self.bins - 1 : 1 + min(9, Int(value * 10))
      counts[bin] += 1
    }
    let highest = Double(counts.max() ?? 1)
    func bar(_ index: Int) -> String {
      guard counts[index] > 0 else { return "" }
      let height = max(0.5, Double(counts[index]) / highest * Double(Self.size.height))
      let top = NumberText.fixed(Double(Self.size.height) - height, decimals: 1)
      return "M\(index * 8) \(Self.size.height)V\(top)h7V\(Self.size.height)z"
    }
    middleBars = (1..<Self.bins - 1).map(bar).joined()
    endBars = bar(0) + bar(Self.bins - 1)
    let sorted = values.sorted()
    let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    func share(_ count: Int) -> String {
      NumberText.fixed(Double(count) / Double(values.count) * 100, decimals: 0) + " %"
    }
    text =
      "\(measure) of \(NumberText.count(values.count)) queries: \(share(counts[0])) score 0, "
      + "median \(NumberText.fixed(median, decimals: 2)), \(share(counts[Self.bins - 1])) score 1"
  }
}

/// The curve of a task's difficulty: queries from hardest to easiest, mean over retrievers and the
/// band between the worst and the best of them, as SVG path data.
struct DifficultyCurve: Hashable {
  /// Width and height of the drawing.
  static let size = (width: 720, height: 150)
  private static let mostPoints = 240

  /// Closed path of the band.
  let band: String
  /// Open path of the mean.
  let line: String
  /// The value at the upper edge, and that at half the height.
  let top: String
  let middle: String

  /// Draws queries that are sorted by difficulty; with many, each point is the mean of several.
  /// Values outside 0…1 are scaled by the highest.
  init(_ queries: [Difficulty.Query]) {
    let points = min(Self.mostPoints, queries.count)
    let top = max(1, queries.map(\.best).max() ?? 1)
    var means: [String] = []
    var upper: [String] = []
    var lower: [String] = []
    for point in 0..<points {
      let range = (point * queries.count / points)..<((point + 1) * queries.count / points)
      let part = queries[range]
      let left = NumberText.fixed(
        Double(Self.size.width) * Double(point) / Double(points), decimals: 1)
      let right = NumberText.fixed(
        Double(Self.size.width) * Double(point + 1) / Double(points), decimals: 1)
      func step(_ value: (Difficulty.Query) -> Double, reversed: Bool = false) -> String {
        let mean = part.map(value).reduce(0, +) / Double(part.count)
        let height = NumberText.fixed(
          Double(Self.size.height) * (1 - max(0, mean) / top), decimals: 1)
        return reversed
          ? "\(right) \(height)L\(left) \(height)" : "\(left) \(height)L\(right) \(height)"
      }
      means.append(step { $0.mean })
      upper.append(step { $0.best })
      lower.append(step({ $0.worst }, reversed: true))
    }
    self.top = NumberText.fixed(top, decimals: 1)
    middle = NumberText.fixed(top / 2, decimals: 1)
    line = means.isEmpty ? "" : "M" + means.joined(separator: "L")
    band =
      upper.isEmpty
      ? "" : "M" + (upper + lower.reversed()).joined(separator: "L") + "z"
  }
}
