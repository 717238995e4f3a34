// SPDX-License-Identifier: Apache-2.0

/// Where a row stands: its mean over complete rows, and its rank by what the page displays.
struct Standing: Hashable {
  /// Mean over all units; nil when one is missing.
  var mean: Double?
  /// Place from 1 among the rows with a mean; nil without one.
  var rank: Int?
  /// Whether another row has the same rank.
  var isShared = false
  /// Units with a value.
  var done: Int
  /// Units that the mean needs.
  var total: Int

  /// Standings of rows of unit values (a unit is a task, or a group that counts as one).
  ///
  /// Rows whose means are equal at four decimals share a rank, and the next rank is skipped: 1, 2,
  /// 2, 4. A row with a missing value has no mean and no rank.
  static func standings(of rows: [[Double?]], direction: MeasureDirection = .higher) -> [Standing] {
    var standings = rows.map { row in
      let values = row.compactMap(\.self)
      let isComplete = !row.isEmpty && values.count == row.count
      return Standing(
        mean: isComplete ? values.reduce(0, +) / Double(values.count) : nil,
        done: values.count, total: row.count)
    }
    guard direction != .neutral else { return standings }
    let shown = standings.map { $0.mean.map(NumberText.displayed) }
    for index in standings.indices {
      guard let own = shown[index] else { continue }
      let others = shown.compactMap(\.self)
      standings[index].rank = 1 + others.count { direction.isBetter($0, than: own) }
      standings[index].isShared = others.count { $0 == own } > 1
    }
    return standings
  }

  /// Whether this row comes before `other`: by rank, then (without rank) by how much was done; nil
  /// when only the names can decide.
  func precedes(_ other: Standing) -> Bool? {
    switch (rank, other.rank) {
    case (let own?, let their?): own == their ? nil : own < their
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): done == other.done ? nil : done > other.done
    }
  }
}

/// Mean of a group's members, which then counts as one task; nil when a member is missing.
func groupMean(_ members: [Double?]) -> Double? {
  let values = members.compactMap(\.self)
  guard !values.isEmpty, values.count == members.count else { return nil }
  return values.reduce(0, +) / Double(values.count)
}

/// Positions of the best values of a column: equal displayed values share the mark, and a single
/// value is not the best of anything.
func bestPositions(_ values: [Double?], direction: MeasureDirection = .higher) -> Set<Int> {
  let shown = values.map { $0.map(NumberText.displayed) }
  let present = shown.compactMap(\.self)
  guard present.count > 1, direction != .neutral else { return [] }
  return Set(
    shown.indices.filter { index in
      guard let own = shown[index] else { return false }
      return !present.contains { direction.isBetter($0, than: own) }
    })
}

/// Which values of a measure are better.
enum MeasureDirection: Hashable {
  /// More is better: nDCG, recall, precision and nearly all others.
  case higher
  /// Less is better: the share of unjudged documents, and costs.
  case lower
  /// Neither: counts and the share of judged documents say something of the qrels.
  case neutral

  /// The direction of a measure by its canonical name, `Judged@10`.
  init(measure: String) {
    let base = measure.prefix { $0 != "@" && $0 != "(" }
    switch base {
    case "Hole", "unj": self = .lower
    case _ where base == "Judged" || base == "runid" || base.hasPrefix("Num"): self = .neutral
    case _ where base.hasPrefix("num_"): self = .neutral
    default: self = .higher
    }
  }

  /// Whether `value` beats `other`.
  func isBetter(_ value: Double, than other: Double) -> Bool {
    switch self {
    case .higher: value > other
    case .lower: value < other
    case .neutral: false
    }
  }
}

extension NumberText {
  /// The value that a reader sees, by which ranks and ties are decided.
  static func displayed(_ value: Double) -> Double {
    Double(score(value)) ?? value
  }
}
