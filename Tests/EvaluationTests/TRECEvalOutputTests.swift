// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Formats
import Foundation
import Measures
import Retrieval
import TestSupport
import Testing

/// trec_eval's own tests: its inputs and the outputs it expects, from its repository.
///
/// The outputs are those of version 10. Two things differ from 9.0.8, whose semantics are ours, and
/// are left out of the comparison: version 10 has measures that 9 has not, and it turns shares of
/// the relevant documents into numbers by rounding, which changes interpolated precision. The
/// golden values of pytrec_eval, which is 9.0.8, cover the latter.
@Suite(
  .enabled(
    if: TestData.has("../reference/trec_eval/test"), "needs trec_eval's tests beside the data"))
struct `Output of trec_eval` {
  private static let different = [
    "rbp ", "rbp_resid ", "unj_5 ", "unj_10 ", "unj_20 ", "iprec_at_recall_", "11pt_avg",
  ]

  @Test func `for the official measures is ours`() throws {
    #expect(
      try ours("official", "qrels.test", "results.test") == expected("out.test"))
  }

  @Test func `for all measures is ours`() throws {
    #expect(
      try ours("all_trec", "qrels.test", "results.test") == expected("out.test.a"))
  }

  @Test func `for every query is ours`() throws {
    #expect(
      try ours("all_trec", "qrels.test", "results.test", perQuery: true)
        == expected("out.test.aq"))
  }

  @Test func `with a higher relevance level is ours`() throws {
    // The grades as a string are ten long by default, twenty in this output.
    #expect(
      try ours(
        "all_trec", "qrels.rel_level", "results.test", perQuery: true,
        rules: EvaluationProtocol(positiveGrade: 2, depth: .max, missingQueries: .skip)
      ).filter { !$0.hasPrefix("relstring") }
        == expected("out.test.aql").filter { !$0.hasPrefix("relstring_20") })
  }

  @Test func `over missing queries is ours`() throws {
    // Version 10 prints rows of zeros for queries without results, version 9 prints none.
    #expect(
      try ours(
        "all_trec", "qrels.test", "results.trunc", perQuery: true,
        rules: EvaluationProtocol(depth: .max))
        == expected("out.test.aqc").filter { !$0.contains("\t302\t") })
  }

  @Test func `with at most 100 documents a query is ours`() throws {
    #expect(
      try ours(
        "all_trec", "qrels.test", "results.trunc", perQuery: true,
        rules: EvaluationProtocol(depth: 100))
        == expected("out.test.aqcM").filter { !$0.contains("\t302\t") })
  }

  @Test func `with parameters is ours`() throws {
    let text = try result(
      [
        "iprec_at_recall.10,.20,.25,.75,.50", "P.5,7,3", "recall.20,2000",
        "Rprec_mult.5.0,0.2,0.35",
        "utility.2,-1,0,0", "11pt_avg..25,.5,.75", "ndcg.1=3,2=9,4=4.5", "ndcg_cut.10,20,23",
        "success.2,5,20",
      ], "qrels.test", "results.test"
    ).text(.table, perQuery: true)
    #expect(rows(text) == (try expected("out.test.meas_params")))
  }

  @Test func `for a run and qrels with comments is ours`() throws {
    #expect(
      try ours("official", "qrels.comment.test", "results.comment.test")
        == expected("out.comment.test"))
    #expect(
      try ours("official", "qrels.test.with-comments", "results.test") == expected("out.test"))
  }

  private func ours(
    _ measures: String, _ qrels: String, _ run: String, perQuery: Bool = false,
    rules: EvaluationProtocol = EvaluationProtocol(depth: .max, missingQueries: .skip)
  ) throws -> [String] {
    rows(try result([measures], qrels, run, rules).text(.table, perQuery: perQuery))
  }

  private func result(
    _ measures: [String], _ qrels: String, _ run: String,
    _ rules: EvaluationProtocol = EvaluationProtocol(depth: .max, missingQueries: .skip)
  ) throws -> EvaluationResult {
    let evaluator = Evaluator(
      qrels: try readQrels(path: path(qrels)),
      measures: try measures.flatMap { try Measure.list($0) }, protocol: rules)
    return try evaluator.evaluate(runFile: path(run))
  }

  private func expected(_ name: String) throws -> [String] {
    rows(try String(contentsOfFile: path(name), encoding: .utf8))
  }

  private func rows(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
      .filter { row in !Self.different.contains { row.hasPrefix($0) } }
  }

  private func path(_ name: String) -> String {
    TestData.reference.appending(path: "trec_eval/test/" + name).path
  }
}
