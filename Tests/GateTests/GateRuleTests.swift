// SPDX-License-Identifier: Apache-2.0

import Gate
import Measures
import Testing

@Suite struct `A rule` {
  @Test func `says what it looks at and what it demands`() throws {
    let ndcg = try Measure("nDCG@10")
    let cases: [(String, GateRule.Quantity, GateRule.Limit, String?)] = [
      ("nDCG@10", .measure(ndcg), .difference(0), nil),
      ("nDCG@10>=0", .measure(ndcg), .difference(0), nil),
      ("nDCG@10>=-0.005", .measure(ndcg), .difference(-0.005), nil),
      (" nDCG@10 >= -2% ", .measure(ndcg), .relative(-0.02), nil),
      ("nDCG@10>=0.65 in beir/scifact", .measure(ndcg), .absolute(0.65), "beir/scifact"),
      ("mean(nDCG@10)>=-0.005 in beir", .suiteMean(ndcg), .difference(-0.005), "beir"),
      ("worst(nDCG@10)>=0.3", .worst(ndcg), .absolute(0.3), nil),
      ("lost(nDCG@10,0.1)<=5%", .lost(ndcg, moreThan: 0.1), .absolute(0.05), nil),
      (
        "nDCG(dcg='exp-log2')@10>=-0.01", .measure(try Measure("nDCG(dcg='exp-log2')@10")),
        .difference(-0.01), nil
      ),
      ("latency.p95<=+10%", .cost(.latencyP95), .relative(0.1), nil),
      ("latency.p99<=20", .cost(.latencyP99), .absolute(20), nil),
      ("index.bytes<=+1000", .cost(.indexBytes), .difference(1000), nil),
      ("memory<=2000000000", .cost(.memory), .absolute(2e9), nil),
    ]
    for (text, quantity, limit, scope) in cases {
      let rule = try GateRule(text)
      #expect(rule.quantity == quantity && rule.limit == limit && rule.scope == scope, "\(text)")
      #expect(try GateRule(rule.description) == rule)
    }
  }

  @Test(arguments: [
    ("nDCG@10>=", "found \"\" for a limit, expected a number such as -0.005, -2% or 0.65"),
    ("nDCG@10<=0.5", "a measure is limited from below, by >="),
    ("nDCG@10>=2%", "found \"2%\", expected a drop such as -2%"),
    ("latency.p95>=5", "a cost is limited from above, by <="),
    ("latency.p95<=10%", "found \"10%\", expected a rise such as +10%"),
    ("latency.p95", "says no limit, expected <= and a number"),
    ("lost(nDCG@10)<=5%", "lost takes a measure and a loss, as in lost(nDCG@10,0.1)"),
    ("lost(nDCG@10,0.1)", "says no limit, expected <= and a number"),
    (
      "lost(nDCG@10,0.1)<=500%",
      "a share of queries is limited by <= and a number from 0 to 100%"
    ),
    ("nDCG@10>=nan", "found \"nan\" for a limit, expected a number such as -0.005, -2% or 0.65"),
  ])
  func `that means nothing says why`(text: String, problem: String) {
    #expect {
      _ = try GateRule(text)
    } throws: { error in
      (error as? GateRuleError)?.problem == problem
    }
  }

  @Test func `names measures that there are`() {
    #expect {
      _ = try GateRule("mean(nDGC@10)>=-0.1")
    } throws: { error in
      "\(error)".hasPrefix("rule \"mean(nDGC@10)>=-0.1\": measure “nDGC@10”: there is no such")
    }
  }
}
