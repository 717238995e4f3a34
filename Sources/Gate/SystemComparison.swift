// SPDX-License-Identifier: Apache-2.0

import Identity
import Measures
import Statistics

/// Two systems side by side: every measure on every task, with every test.
public struct SystemComparison: Sendable {
  /// One measure on one task.
  public struct Row: Sendable {
    /// `suite/task`.
    public var task: String
    /// Canonical name.
    public var measure: String
    /// Queries with both values.
    public var comparison: PairedComparison
    /// Mean of the first system.
    public var first: Double
    /// Mean of the second.
    public var second: Double
    /// 95 % BCa bootstrap interval of the difference.
    public var interval: ClosedRange<Double>
    /// Two-sided p value of the paired randomisation test.
    public var randomisation: Double
    /// The same, adjusted for all rows (Holm).
    public var adjusted: Double
    /// Two-sided p value of the paired t test; nil for one query.
    public var student: Double?
    /// Two-sided p value of Wilcoxon's signed-rank test; nil where nothing differs.
    public var wilcoxon: Double?
    /// Two-sided p value of the sign test.
    public var sign: Double
    /// Hedges' g of the differences.
    public var hedgesG: Double?
    /// The least difference that these queries show in 80 of 100 cases, each row alone.
    public var detectable: Double?
  }

  /// What can be compared.
  public private(set) var rows: [Row] = []
  /// Why something cannot, in sentences without a full stop.
  public private(set) var obstacles: [String] = []
  /// What differs between the systems.
  public private(set) var notes: [String] = []

  /// Compares the second system with the first.
  ///
  /// - Parameter measures: Canonical names; empty for all that both have.
  public init(
    _ first: [TaskScores], _ second: [TaskScores], measures: [String] = [],
    _ settings: GateSettings = GateSettings()
  ) {
    for task in first {
      let pair = TaskPair(task, second.first { $0.name == task.name })
      if let (_, reason) = pair.obstacle {
        obstacles.append("\(task.name): \(reason)")
        continue
      }
      guard let other = pair.candidate else { continue }
      for note in Comparability(baseline: task, candidate: other).notes {
        notes.append("\(task.name): \(note)")
      }
      add(pair, measures, settings)
    }
    for task in second where !first.contains(where: { $0.name == task.name }) {
      obstacles.append("\(task.name): the first system has no result for this task")
    }
    let adjusted = MultipleComparisons.holm.adjusted(rows.map(\.randomisation))
    for (row, value) in adjusted.enumerated() { rows[row].adjusted = value }
  }

  private mutating func add(_ pair: TaskPair, _ measures: [String], _ settings: GateSettings) {
    let names = measures.isEmpty ? pair.baseline.scores.map(\.measure) : measures
    var compared: [(name: String, comparison: PairedComparison)] = []
    for name in names {
      guard let queries = pair.queries(name) else {
        obstacles.append("\(pair.baseline.name): \(name) is not among the measures of both")
        continue
      }
      compared.append((name, PairedComparison(queries)))
    }
    let test = RandomizationTest(
      permutations: settings.permutations, seed: settings.seed, threads: settings.threads)
    let outcomes = test.outcomes(of: compared.map(\.comparison.differences))
    for ((name, comparison), outcome) in zip(compared, outcomes) {
      guard let interval = comparison.interval(settings) else { continue }
      let differences = comparison.differences
      rows.append(
        Row(
          task: pair.baseline.name, measure: name, comparison: comparison,
          first: Moments(comparison.queries.map(\.baseline)).mean,
          second: Moments(comparison.queries.map(\.candidate)).mean,
          interval: interval, randomisation: outcome.twoSided, adjusted: outcome.twoSided,
          student: PairedTTest(differences)?.pValue(),
          wilcoxon: WilcoxonTest(differences)?.pValue(), sign: comparison.signs.pValue(),
          hedgesG: EffectSize.hedgesG(differences),
          detectable: Power(level: settings.level, target: settings.power)
            .minimumDetectableDifference(
              deviation: comparison.moments.standardDeviation, queries: differences.count)))
    }
  }

  /// The comparison as one JSON object on one line.
  public var json: String {
    func optional(_ number: Double?) -> CanonicalJSON { number.map { .number($0) } ?? .null }
    let rows = self.rows.map { row -> CanonicalJSON in
      let signs = row.comparison.signs
      return .object([
        "task": .string(row.task), "measure": .string(row.measure),
        "queries": .integer(row.comparison.queries.count), "a": .number(row.first),
        "b": .number(row.second), "difference": .number(row.comparison.moments.mean),
        "interval": .array([.number(row.interval.lowerBound), .number(row.interval.upperBound)]),
        "p_randomisation": .number(row.randomisation), "p_adjusted": .number(row.adjusted),
        "p_t": optional(row.student), "p_wilcoxon": optional(row.wilcoxon),
        "p_sign": .number(row.sign), "wins": .integer(signs.wins),
        "losses": .integer(signs.losses), "ties": .integer(signs.ties),
        "hedges_g": optional(row.hedgesG), "detectable": optional(row.detectable),
      ])
    }
    return CanonicalJSON.object([
      "format": .string("bench-compare/1"), "rows": .array(rows),
      "obstacles": .array(obstacles.map { .string($0) }),
      "notes": .array(notes.map { .string($0) }),
    ]).text + "\n"
  }
}
