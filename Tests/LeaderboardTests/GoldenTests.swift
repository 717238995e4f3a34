// SPDX-License-Identifier: Apache-2.0

import Foundation
import RunStore
import Suites
import TestSupport
import Testing

@testable import Leaderboard

/// Pages of a tiny store, compared byte by byte with `Golden/`. After a wanted change run
/// `BENCH_RECORD=1 swift test --filter Golden`, which writes them anew (and fails), and read the diff.
@Suite struct `Golden pages` {
  private static let golden = TestData.repository
    .appending(path: "Tests/LeaderboardTests/Golden").path
  private static let isRecording = ProcessInfo.processInfo.environment["BENCH_RECORD"] != nil

  @Test func `the pages of a tiny store are those that were reviewed`() throws {
    try withTemporaryFolder { folder in
      let builder = try SiteBuilder(folder: siteFolder, suites: [Self.suite])
      _ = try builder.build(from: MemorySource(all: Self.experiments), into: folder)
      let pages = [
        "index.html", "suites/tiny/index.html", "suites/tiny/leaderboard.csv",
        "suites/tiny/cells.csv", "suites/tiny/tasks/colours.html", "experiments/a1.html",
        "experiments/a1.csv", "experiments/b2.html",
      ]
      for page in pages {
        let built = try Data(contentsOf: URL(filePath: folder + "/" + page))
        let name = page.replacingOccurrences(of: "/", with: ".")
        let reviewed = URL(filePath: Self.golden + "/" + name)
        if Self.isRecording {
          try built.write(to: reviewed)
          Issue.record("recorded \(name)")
        } else {
          try compare(built, with: Data(contentsOf: reviewed), name: name)
        }
      }
    }
  }

  private func compare(_ built: Data, with reviewed: Data, name: String) throws {
    let lines = { (data: Data) in
      String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
    }
    for (index, pair) in zip(lines(built), lines(reviewed)).enumerated() {
      try #require(pair.0 == pair.1, "\(name):\(index + 1)")
    }
    #expect(built == reviewed, "\(name)")
  }

  private static let suite: Suite = {
    var colours = RetrievalTask(name: "colours", folder: "tiny/colours")
    colours.title = "Colours"
    colours.licence = "Apache-2.0"
    colours.source = "https://example.org/colours"
    colours.grades = [0: "another colour", 1: "the colour"]
    colours.counts = .init(documents: 9, queries: 2, qrels: 4)
    colours.baselines = [
      .init(retriever: "bm25", measure: "nDCG@10", value: 0.75, source: "A paper, table 2")
    ]
    let shapes = RetrievalTask(name: "shapes", folder: "tiny/shapes")
    return Suite(
      name: "tiny", title: "Tiny", version: "2", summary: "Two tasks.", citation: "",
      headline: "nDCG@10", measures: ["nDCG@10", "R@100"], tasks: [colours, shapes])
  }()

  private static let experiments: [Experiment] = {
    let bm25 = cell("a1", "colours", "bm25", [1, 0.5])
    let shapes = cell("a2", "shapes", "bm25", [0.25, 0.25])
    var other = cell("b1", "colours", "lsa", [0, 1])
    other.family = "dense"
    var failed = cell("b2", "shapes", "lsa", [])
    failed.family = "dense"
    failed.status = .failed
    failed.reason = "worker ended by signal 9"
    failed.scores = []
    failed.queryIDs = []
    failed.counts = .init()
    failed.cost = .init()
    return [bm25, shapes, other, failed]
  }()

  private static func cell(
    _ id: String, _ task: String, _ retriever: String, _ values: [Double]
  ) -> Experiment {
    var cell = Experiment(
      id: id, suite: "tiny", task: task, retriever: retriever, profile: "laptop", status: .done,
      hashes: .init(task: "d47a-" + task, protocol: "9207", retriever: "4e7-" + retriever))
    cell.family = "sparse"
    cell.queryIDs = ["red", "blue"]
    let mean = values.reduce(0, +) / 2
    cell.scores = [
      .init(measure: "nDCG@10", value: mean, interval: mean / 2...1, perQuery: values),
      .init(measure: "R@100", value: 1),
    ]
    cell.counts = .init(documents: 9, queries: 2, judged: 2, missing: 0)
    cell.cost = .init(
      indexSeconds: 0.25, indexCPUSeconds: 0.5, searchSeconds: 0.125, searchCPUSeconds: 0.125,
      queriesPerSecond: 16, latencyMilliseconds: ["p50": 1, "p95": 2], indexBytes: 4096,
      peakResidentBytes: 12_000_000)
    cell.parameters = ["b": "0.4", "k1": "0.9"]
    cell.protocolSettings = ["depth": "1000"]
    cell.indexStatistics = ["documents": 9, "terms": 1234]
    cell.machine = ["cores": "2"]
    cell.programVersion = "0.1.0"
    cell.command = "bench run --suite tiny --task \(task) --retriever \(retriever)"
    cell.startedAt = 1_740_837_900
    return cell
  }
}
