// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Foundation
import Measures
import Retrieval
import TestSupport
import Testing

@Suite struct `Printed values` {
  private func result(_ names: [String], run: String? = nil) throws -> EvaluationResult {
    let judgments = "q1 0 a 1\nq1 0 b 2\nq2 0 a 1\nq\"3\" 0 a 1\n"
    let evaluator = Evaluator(
      qrels: try qrels(judgments), measures: try names.flatMap { try Measure.list($0) })
    return try withFile(run ?? "q1 Q0 x 1 2 bm25\nq1 Q0 b 2 1 bm25\nq2 Q0 a 1 1 bm25\n") {
      try evaluator.evaluate(runFile: $0)
    }
  }

  @Test func `have trec_eval's layout when all names are trec_eval's`() throws {
    let text = try result(["runid", "num_q", "map", "gm_map", "relstring", "P.5"])
      .text(.table, perQuery: true)
    #expect(
      text == """
        map                   \tq1\t0.2500
        relstring             \tq1\t'-2'
        P_5                   \tq1\t0.2000
        map                   \tq2\t1.0000
        relstring             \tq2\t'1'
        P_5                   \tq2\t0.2000
        runid                 \tall\tbm25
        num_q                 \tall\t3
        map                   \tall\t0.4167
        gm_map                \tall\t0.0136
        P_5                   \tall\t0.1333

        """)
  }

  @Test func `have ir-measures' layout otherwise`() throws {
    #expect(try result(["AP", "RR@10"]).text(.table) == "AP\t0.4167\nRR@10\t0.5000\n")
    #expect(
      try result(["AP"]).text(.table, perQuery: true)
        == "q\"3\"\tAP\t0.0000\nq1\tAP\t0.2500\nq2\tAP\t1.0000\nall\tAP\t0.4167\n")
  }

  @Test func `keep all digits in tables`() throws {
    #expect(
      try result(["AP", "NumRet"]).text(.tsv, perQuery: true)
        == "query\tAP\tNumRet\nq\"3\"\t0.0\t0.0\nq1\t0.25\t2.0\nq2\t1.0\t1.0\nall\t0.4166666666666667\t3.0\n"
    )
  }

  @Test func `are JSON that a parser reads back`() throws {
    let values = try result(["AP", "nDCG(dcg='exp-log2')@10", "relstring"])
    let data = Data(values.text(.json, perQuery: true).utf8)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(object.keys) == ["measures", "queries", "missing", "per_query"])
    #expect(object["queries"] as? Int == 3)
    #expect(object["missing"] as? Int == 1)
    let measures = try #require(object["measures"] as? [String: Double])
    #expect(measures["AP"] == values["AP"])
    #expect(measures.count == 2)
    let queries = try #require(object["per_query"] as? [String: [String: Double]])
    #expect(queries["q\"3\""] == ["AP": 0, "nDCG(dcg='exp-log2')@10": 0])
    #expect(!values.text(.json).contains("per_query"))
  }

  @Test func `come with a note on what is missing`() throws {
    #expect(
      try result(["AP"]).coverageNote == "1 of 3 judged queries have no ranking and count as 0")
    let whole = "q1 Q0 a 1 1 t\nq2 Q0 a 1 1 t\nq\"3\" Q0 a 1 1 t\n"
    #expect(try result(["AP"], run: whole).coverageNote == nil)
    let more = try result(["AP"], run: whole + "q9 Q0 a 1 1 t\n").coverageNote
    #expect(more == "1 queries of the run are not judged and are passed over")
  }
}
