// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Measures

/// How far each mean could be off, for a terminal.
struct RangeTable {
  private let result: EvaluationResult
  private let options: RangeOptions

  init(_ result: EvaluationResult, _ options: RangeOptions) {
    self.result = result
    self.options = options
  }

  /// A row a measure; measures without a closed form have dashes.
  var text: String {
    var columns: [(title: String, alignment: TextTable.Alignment)] = [
      ("measure", .left), ("value", .right),
    ]
    if options.contains(.ties) {
      columns += [("ties: least", .right), ("expected", .right), ("most", .right)]
    }
    if options.contains(.unjudged) { columns += [("unjudged: least", .right), ("most", .right)] }
    var table = TextTable(columns)
    for (index, measure) in result.measures.enumerated() where measure.aggregation != .none {
      let ranges = result.ranges.isEmpty ? ScoreRanges() : result.ranges[index]
      var numbers: [Double?] = [result.means[index]]
      if options.contains(.ties) {
        numbers += [ranges.ties?.minimum, ranges.ties?.expected, ranges.ties?.maximum]
      }
      if options.contains(.unjudged) {
        numbers += [ranges.unjudged?.lowerBound, ranges.unjudged?.upperBound]
      }
      table.add(
        [measure.description] + numbers.map { $0.map { fixedPoint($0, decimals: 4) } ?? "–" })
    }
    return table.render()
  }
}
