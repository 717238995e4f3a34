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
    table.expectEqual(
      try evaluator.evaluate(runFile: golden.run), tolerance: golden.tolerance)
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

  @Test(.enabled(if: isOptimized, "7 million lines take a minute without optimisation"))
  func `of 7000 generated queries of 1000 documents are ours`() throws {
    let table = try GoldenTable("generated-7000.means")
    let generated = GeneratedCase(queries: 7000)
    let evaluator = Evaluator(qrels: generated.qrels, measures: table.measures)
    try generated.withRunFile { path in
      let result = try evaluator.evaluate(runFile: path)
      for (index, measure) in table.measures.enumerated() {
        // The reference is a mean also where ours is a sum or a geometric mean.
        let mean = result.values[index].reduce(0, +) / 7000
        let golden = table.values[0][index]
        #expect(abs(mean - golden) <= 1e-11 * max(1, abs(golden)), "\(measure)")
      }
    }
  }

  private static var isOptimized: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }
}
