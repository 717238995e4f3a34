// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Foundation
import Measures
import Retrieval
import Testing

/// Sets of evidence, against Golden/evidence.py.
@Suite struct `Sets of evidence` {
  struct Case: Decodable {
    struct Query: Decodable {
      var id: String
      var evidence: [[String]]
      var ranking: [String]
      var values: [String: Double]
    }
    var queries: [Query]
    var means: [String: Double]
  }

  private static let rules = EvaluationProtocol(queries: .all, evidence: .sets)

  private static func expected() throws -> Case {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/evidence.json")
    return try JSONDecoder().decode(Case.self, from: Data(contentsOf: file))
  }

  private static func qrels(_ sets: [(query: String, sets: [[String]])]) throws -> Qrels {
    var builder = Qrels.Builder()
    for (query, sets) in sets {
      for page in Set(sets.joined()) { builder.add(query: query, document: page, grade: 1) }
      for set in sets { builder.addEvidence(query: query, documents: set) }
    }
    return try builder.build()
  }

  private static func ranking(_ query: String, _ pages: [String]) -> Ranking {
    Ranking(
      queryID: query, documents: IdentifierTable(pages),
      scores: pages.indices.map { Double(-$0) })
  }

  @Test func `count as KILT counts them, query by query and in the mean`() throws {
    let expected = try Self.expected()
    let names = expected.means.keys.sorted()
    let evaluator = Evaluator(
      qrels: try Self.qrels(expected.queries.map { ($0.id, $0.evidence) }),
      measures: try names.map { try Measure($0) }, protocol: Self.rules,
      queries: expected.queries.map { Query(id: $0.id, text: "") })
    let result = try evaluator.evaluate(
      Run(tag: "", rankings: expected.queries.map { Self.ranking($0.id, $0.ranking) }))
    #expect(result.queryIDs.count == 120)
    let values = Dictionary(uniqueKeysWithValues: expected.queries.map { ($0.id, $0.values) })
    for (row, name) in names.enumerated() {
      for (column, query) in result.queryIDs.enumerated() {
        #expect(result.values[row][column] == values[query]?[name], "\(name) of \(query)")
      }
      #expect(abs(result.means[row] - (expected.means[name] ?? -1)) < 1e-12)
    }
  }

  @Test func `take one place each, that of their last page`() throws {
    let qrels = try Self.qrels([("q", [["a", "b"], ["b", "c"]])])
    let names = ["Rprec", "P@1", "R@1", "R@2", "R@3", "Success@1"].map { $0 }
    let evaluator = Evaluator(
      qrels: qrels, measures: try names.map { try Measure($0) }, protocol: Self.rules)
    // x is one place, then both sets end: the first at b, the second at c.
    let run = Run(tag: "", rankings: [Self.ranking("q", ["a", "x", "b", "c"])])
    #expect(try evaluator.evaluate(run).means == [0.5, 0, 0, 0.5, 1, 0])
  }

  @Test func `are their union to every other protocol`() throws {
    let qrels = try Self.qrels([("q", [["a", "b"], ["c"]])])
    let evaluator = Evaluator(
      qrels: qrels, measures: try ["Rprec", "R@1"].map { try Measure($0) })
    let run = Run(tag: "", rankings: [Self.ranking("q", ["c", "x", "a"])])
    #expect(try evaluator.evaluate(run).means == [2.0 / 3, 1.0 / 3])
  }

  @Test func `of a query are told apart from the same pages in other sets`() throws {
    let together = try Self.qrels([("q", [["a", "b"]])])
    let apart = try Self.qrels([("q", [["a"], ["b"]])])
    #expect(together != apart && together["q"]?.grades == apart["q"]?.grades)
    #expect(together["q"]?.evidence == [[0, 1]] && apart["q"]?.evidence == [[0], [1]])
    // One set in two orders, and an empty one, are one set.
    #expect(try Self.qrels([("q", [["a", "b"], ["b", "a"], []])]) == together)
    #expect(together.limited(to: ["q", "r", "q"]) == together)
  }
}
