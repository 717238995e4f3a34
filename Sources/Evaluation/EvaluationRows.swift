// SPDX-License-Identifier: Apache-2.0

import Measures

/// Results of several runs by the same qrels and measures, a row each.
public struct EvaluationRows: Sendable {
  private var rows: [(run: String, result: EvaluationResult)] = []

  /// No row.
  public init() {}

  /// Adds the row of a run, under the name by which it is told apart.
  public mutating func add(_ result: EvaluationResult, of run: String) {
    rows.append((run, result))
  }

  /// `run`, then the names of the measures that have a value over all queries.
  public var header: [String] {
    guard let result = rows.first?.result else { return ["run"] }
    return ["run"] + columns.map { result.measures[$0].description }
  }

  /// Name and values of each run, values with four decimals, counts without.
  public var cells: [[String]] {
    rows.map { run, result in
      [run] + columns.map { result.fourDecimals(result.means[$0], of: result.measures[$0]) }
    }
  }

  /// The rows as a table under a header, or as one JSON object a line with the key `run`; all digits.
  public func text(_ format: EvaluationFormat) -> String {
    switch format {
    case .json:
      rows.map { run, result in
        "{\"run\":\(result.jsonString(run))," + result.text(.json).dropFirst()
      }.joined()
    case .tsv, .table:
      ([header] + rows.map { run, result in [run] + columns.map { "\(result.means[$0])" } })
        .map { $0.joined(separator: "\t") + "\n" }.joined()
    }
  }

  private var columns: [Int] {
    guard let result = rows.first?.result else { return [] }
    return result.measures.indices.filter { result.measures[$0].aggregation != .none }
  }
}
