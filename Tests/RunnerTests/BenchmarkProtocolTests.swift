// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Formats
import Foundation
import Measures
import Retrieval
import Suites
import TestSupport
import Testing

@testable import Runner

/// Real data in its benchmark's layout, scored by the protocol of its suite, against an independent
/// computation over the same files: Golden/check.py.
@Suite struct `Each benchmark's own protocol` {
  /// What check.py found out about a task.
  struct Expected: Decodable, Sendable {
    var documents: Int
    var queries: Int
    var judgments: Int?
    var first: String?
    var tenth: String?
    var last: String?
    var measures: [String: Double]
  }

  static let expected: [String: Expected] = {
    let file = TestData.repository.appending(path: "Tests/RunnerTests/Golden/scores.json")
    do {
      return try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: file))
    } catch {
      preconditionFailure("\(file.path): \(error)")
    }
  }()

  @Test(
    .enabled(if: TestData.has("rarb/mcr") && TestData.has("loco"), "needs BENCH_DATA"),
    arguments: Self.expected.keys.sorted())
  func `gives the number that the benchmark means`(name: String) throws {
    let expected = try #require(Self.expected[name])
    let catalogue = try SuiteCatalogue(
      folder: TestData.repository.appending(path: "suites").path)
    let task = try PreparedTask(
      try catalogue.task(name), dataFolder: TestData.data.path, depth: nil, queryLimit: nil)
    let conditions = SearchConditions(task.evaluation)
    let ranker = try OverlapRanker(conditions.applied(to: task.loaded.corpus))
    #expect(ranker.ids.count == expected.documents)
    #expect(task.queries.count == expected.queries)
    if let judgments = expected.judgments { #expect(task.qrels.judgmentCount == judgments) }
    if let first = expected.first { #expect(ranker.ids.first == first) }
    if let tenth = expected.tenth { #expect(ranker.ids[9] == tenth) }
    if let last = expected.last { #expect(ranker.ids.last == last) }
    let rankings = task.queries.map { query in
      let ranking = ranker.rank(
        conditions.applied(to: query), depth: conditions.depth(for: query))
      return conditions.applied(to: ranking, of: query)
    }
    let names = expected.measures.keys.sorted()
    let evaluator = Evaluator(
      qrels: task.qrels, measures: try names.map { try Measure($0) }, protocol: task.evaluation,
      queries: task.queries)
    let result = try evaluator.evaluate(Run(tag: "overlap", rankings: rankings))
    for (row, measure) in names.enumerated() {
      let value = try #require(expected.measures[measure])
      #expect(abs(result.means[row] - value) < 1e-9, "\(measure) of \(name)")
    }
  }
}

/// T2Ranking's sample and a run for it, against Golden/t2ranking/make.py of the layouts' tests.
@Suite struct `T2Ranking's own protocol` {
  private static let golden = TestData.repository
    .appending(path: "Tests/TaskLayoutsTests/Golden/t2ranking")

  private static func expected(_ part: String) throws -> [String: Double] {
    let all = try JSONSerialization.jsonObject(
      with: Data(contentsOf: golden.appending(path: "scores.json")))
    return try #require((all as? [String: Any])?[part] as? [String: Double])
  }

  /// Values of the sample's run by the protocol of a task of the suite, and of the bare folder.
  private func values(
    _ task: String, variant: String, _ measures: [String],
    _ change: (Run, PreparedTask) -> Run = { run, _ in run }
  ) throws -> [Double] {
    try withTemporaryFolder { data in
      let folder = data + "/t2ranking"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for (name, content) in T2RankingSample().files {
        try Data(content.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      let catalogue = try SuiteCatalogue(
        folder: TestData.repository.appending(path: "suites").path)
      let bare = try RetrievalTask(
        folderAt: folder, FolderReading(split: "dev", options: ["variant": variant]))
      var results: [[Double]] = []
      for task in [try catalogue.task("t2ranking/" + task), bare] {
        let task = try PreparedTask(task, dataFolder: data, depth: nil, queryLimit: nil)
        let evaluator = Evaluator(
          qrels: task.qrels, measures: try measures.map { try Measure($0) },
          protocol: task.evaluation, queries: task.queries)
        let run = try readTRECRun(path: Self.golden.appending(path: "dev.run.gz").path)
        results.append(try evaluator.evaluate(change(run, task)).means)
      }
      #expect(results[0] == results[1])
      return results[0]
    }
  }

  @Test func `retrieval divides by the queries in the run, recall by all positives`() throws {
    let expected = try Self.expected("retrieval")
    let names = ["R@1", "R@50", "R@1000", "RR@10"]
    let values = try values("retrieval", variant: "retrieval", names)
    for (name, value) in zip(["R@1", "R@50", "R@1000", "MRR@10"], values) {
      #expect(abs(value - (expected[name] ?? -1)) < 1e-12, "\(name)")
    }
  }

  @Test func `re-ranking ranks the judged passages by their grades`() throws {
    let expected = try Self.expected("rerank")
    let values = try values("rerank", variant: "rerank", ["nDCG@20", "nDCG@100"]) { run, task in
      let candidates = Dictionary(
        uniqueKeysWithValues: task.queries.map { ($0.id, Set($0.candidates ?? [])) })
      var run = run
      run.rankings = run.rankings.map { ranking in
        var kept = Ranking(queryID: ranking.queryID)
        for (document, score) in zip(ranking.documents, ranking.scores)
        where candidates[ranking.queryID]?.contains(document) == true {
          kept.append(document: document, score: score)
        }
        return kept
      }
      return run
    }
    #expect(abs(values[0] - (expected["nDCG@20 of all judged"] ?? -1)) < 1e-12)
    #expect(abs(values[1] - (expected["nDCG@100 of all judged"] ?? -1)) < 1e-12)
  }
}

/// Ranks by the number of distinct words that a document shares with the query, ties in corpus
/// order: simple enough to be written a second time in Python.
private struct OverlapRanker {
  private(set) var ids: [String] = []
  private var rows: [String: Int] = [:]
  private var postings: [String: [Int]] = [:]

  init(_ corpus: any Corpus) throws {
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      for row in 0..<batch.count {
        let document = batch[row]
        for word in Self.words(document.title + " " + document.text) {
          postings[word, default: []].append(ids.count)
        }
        rows[document.id] = ids.count
        ids.append(document.id)
      }
    }
  }

  func rank(_ query: Query, depth: Int) -> Ranking {
    var counts: [Int: Int] = [:]
    for word in Self.words(query.text) {
      for document in postings[word] ?? [] { counts[document, default: 0] += 1 }
    }
    if let candidates = query.candidates {
      let known = Set(candidates.compactMap { rows[$0] })
      counts = Dictionary(uniqueKeysWithValues: known.map { ($0, counts[$0] ?? 0) })
    }
    var ranking = Ranking(queryID: query.id)
    for (document, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
      .prefix(depth)
    {
      ranking.append(document: ids[document], score: Double(count))
    }
    return ranking
  }

  /// Runs of ASCII letters and digits, in lower case.
  private static func words(_ text: String) -> Set<String> {
    let pieces = text.utf8.split { byte in
      !(byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
    return Set(
      pieces.map { piece in
        String(decoding: piece.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
      })
  }
}
