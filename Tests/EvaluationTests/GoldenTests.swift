// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Formats
import Measures
import Retrieval
import TestSupport
import Testing

@Suite struct `Golden values` {
  static let generated = [
    GoldenCase(name: "ties", variant: "trec"), GoldenCase(name: "ties", variant: "rel2"),
    GoldenCase(name: "ties", variant: "irm"), GoldenCase(name: "ties", variant: "ascending"),
    GoldenCase(name: "ties", variant: "gdeval"), GoldenCase(name: "edges", variant: "trec"),
    GoldenCase(name: "edges", variant: "rel2"), GoldenCase(name: "edges", variant: "irm"),
    GoldenCase(name: "edges", variant: "ascending"),
  ]

  static let real =
    ["cranfield", "med", "cacm"].flatMap { name in
      ["trec", "rel2", "ascending"].map {
        GoldenCase(name: name, variant: $0, folder: "classic/\(name)")
      }
    } + [GoldenCase(name: "scifact", variant: "trec", folder: "beir/scifact")]

  @Test(arguments: generated)
  func `of nasty inputs are ours, from files and from memory`(_ golden: GoldenCase) throws {
    try check(golden)
  }

  @Test(
    .enabled(
      if: TestData.has("../reference/runs") && TestData.has("classic/cranfield")
        && TestData.has("beir/scifact"), "needs the data folder with the reference runs"),
    arguments: real)
  func `of real runs are ours, from files and from memory`(_ golden: GoldenCase) throws {
    try check(golden)
  }

  private func check(_ golden: GoldenCase) throws {
    let table = try GoldenTable("\(golden.name).\(golden.variant)")
    let evaluator = Evaluator(
      qrels: try readQrels(path: golden.qrels), measures: table.measures, protocol: golden.rules)
    for threads in [1, 3] {
      table.expectEqual(
        try evaluator.evaluate(runFile: golden.run, threads: threads), tolerance: golden.tolerance)
    }
    table.expectEqual(
      try evaluator.evaluate(readTRECRun(path: golden.run)), tolerance: golden.tolerance)
  }

  @Test(arguments: ["trec", "ascending"])
  func `of 70 generated queries of 1000 documents are ours`(_ variant: String) throws {
    let table = try GoldenTable("generated-70.\(variant)")
    let generated = GeneratedCase(queries: 70)
    let evaluator = Evaluator(
      qrels: generated.qrels, measures: table.measures,
      protocol: GoldenCase(name: "generated-70", variant: variant).rules)
    try generated.withRunFile { path in
      table.expectEqual(try evaluator.evaluate(runFile: path), tolerance: GoldenTable.exact)
    }
  }

  @Test func `of 7000 generated queries of 1000 documents are ours`() throws {
    let golden = try GoldenDigests("generated-7000")
    let generated = GeneratedCase(queries: 7000)
    let evaluator = Evaluator(qrels: generated.qrels, measures: golden.measures)
    try generated.withRunFile { path in
      let result = try evaluator.evaluate(runFile: path, threads: 2)
      #expect(result.queryIDs == golden.queryIDs)
      for (index, measure) in golden.measures.enumerated() {
        // The reference is a mean also where ours is a sum or a geometric mean.
        let mean = result.values[index].reduce(0, +) / 7000
        #expect(
          abs(mean - golden.means[index]) <= 1e-11 * max(1, golden.means[index]), "\(measure)")
      }
      if GoldenTable.exact == 0 { expectSame(result.values, golden) }
    }
  }

  /// Expects the reference's values, and a difference where one of them is changed in its last bit.
  private func expectSame(_ values: [[Double]], _ golden: GoldenDigests) {
    for (query, measure) in golden.differences(from: values).prefix(20) {
      Issue.record(
        """
        \(golden.measures[measure]) of query \(golden.queryIDs[query]) is not the reference's: \
        \(values[measure][query])
        """)
    }
    var changed = values
    changed[3][4321] = changed[3][4321].nextUp
    let differences = golden.differences(from: changed)
    #expect(differences.map(\.query) == [4321] && differences.map(\.measure) == [3])
  }
}
