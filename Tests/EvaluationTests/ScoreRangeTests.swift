// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Foundation
import Measures
import Retrieval
import TestSupport
import Testing

@Suite struct `Ranges of means` {
  private let measures = ["nDCG@3", "AP", "RR", "P@2", "Judged@2"]

  /// Two queries, one with scores that are equal, one with scores equal as 32-bit floats only.
  private func run(_ order: [Int] = [0, 1, 2, 3]) -> Run {
    let documents = ["a", "b", "c", "d"]
    let scores = [2.0, 1, 1, 1]
    let tied = Ranking(
      queryID: "1", documents: IdentifierTable(order.map { documents[$0] }),
      scores: order.map { scores[$0] })
    let close = Ranking(
      queryID: "2", documents: IdentifierTable(["x", "y"]), scores: [1 + 1e-12, 1])
    return Run(tag: "t", rankings: [tied, close])
  }

  private func qrels() throws -> Qrels {
    var builder = Qrels.Builder()
    for (query, document, grade) in [
      ("1", "a", 0), ("1", "c", 2), ("1", "d", 1), ("1", "e", 1), ("2", "y", 1), ("3", "z", 1),
    ] {
      builder.add(query: query, document: document, grade: Int32(grade))
    }
    return try builder.build()
  }

  private func result(
    _ rules: EvaluationProtocol, _ ranges: RangeOptions, _ run: Run
  ) throws -> EvaluationResult {
    try Evaluator(
      qrels: qrels(), measures: measures.map { try Measure($0) }, protocol: rules, ranges: ranges
    ).evaluate(run)
  }

  @Test func `are those of all runs with equal scores in another order`() throws {
    let rules = EvaluationProtocol(ties: .asRanked)
    let orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
    let results = try orders.map { try result(rules, [], run([0] + $0)) }
    let ranges = try result(rules, [.ties, .unjudged], run()).ranges
    for index in measures.indices {
      let values = results.map { $0.means[index] }
      let ties = try #require(ranges[index].ties)
      #expect(abs(ties.minimum - (values.min() ?? 0)) < 1e-12)
      #expect(abs(ties.maximum - (values.max() ?? 0)) < 1e-12)
      #expect(abs(ties.expected - values.reduce(0, +) / 6) < 1e-12)
      // Judged@2 is what it is, whoever judges.
      #expect(ranges[index].unjudged?.contains(results[0].means[index]) ?? (index == 4))
    }
  }

  @Test func `see ties as the tie rule compares scores`() throws {
    // Query 2: y is first in some order only where scores are 32-bit floats.
    for (rule, isTied) in [
      (EvaluationProtocol.TieRule.trecEval, true), (.documentAscending, false), (.asRanked, false),
    ] {
      let evaluator = Evaluator(
        qrels: try qrels(), measures: [try Measure("Success@1")],
        protocol: EvaluationProtocol(ties: rule), ranges: .ties)
      let result = try evaluator.evaluate(
        Run(tag: "t", rankings: [run().rankings[1]]))
      let ties = try #require(result.ranges[0].ties)
      #expect(ties.maximum == (isTied ? 1 / 3.0 : 0))
      #expect(ties.expected == (isTied ? 0.5 / 3 : 0))
    }
  }

  @Test func `look below the depth for equal scores`() throws {
    let ranges = try result(EvaluationProtocol(depth: 2, ties: .asRanked), .ties, run()).ranges
    // At rank 2 stands one of b, c and d: c and d are relevant.
    let precision = try #require(ranges[3].ties)
    #expect(abs(precision.expected - (2.0 / 3 / 2 + 1.0 / 2) / 3) < 1e-12)
    #expect(abs(precision.maximum - (1.0 / 2 + 1.0 / 2) / 3) < 1e-12)
    #expect(abs(precision.minimum - (0 + 1.0 / 2) / 3) < 1e-12)
  }

  @Test func `are the same from a file, and absent unless asked for`() throws {
    let rules = EvaluationProtocol(ties: .asRanked)
    let path = FileManager.default.temporaryDirectory.path + "/ranges-\(UUID().uuidString).run"
    try """
    1 Q0 a 1 2 t
    1 Q0 b 2 1 t
    1 Q0 c 3 1 t
    1 Q0 d 4 1 t
    2 Q0 x 1 1.000000000001 t
    2 Q0 y 2 1 t

    """.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let evaluator = Evaluator(
      qrels: try qrels(), measures: try measures.map { try Measure($0) }, protocol: rules,
      ranges: [.ties, .unjudged])
    let result = try evaluator.evaluate(runFile: path, threads: 2)
    #expect(result.ranges == (try evaluator.evaluate(run())).ranges)
    #expect(try self.result(rules, [], run()).ranges.isEmpty)
    #expect(
      try self.result(EvaluationProtocol(averaging: .micro), .ties, run()).ranges.isEmpty)
  }
}
