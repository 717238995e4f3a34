// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Foundation
import Gate
import Measures
import Retrieval
import RunStore
import Suites
import TestSupport

/// A retriever with two parameters on made-up queries, whose experiments are kept in a store.
///
/// Its scores are small whole numbers, so that most of them are equal, and the parameters work on
/// each other.
final class ToyExperiments {
  static let suite = "toy"
  let measure: Measure
  let store: RunStore
  let qrels: Qrels
  private let queries = (0..<12).map { Query(id: "d\($0)", text: "") }
  private let features: [[[Double]]]
  private var saved = 0
  /// What ``run(_:)`` was asked for.
  private(set) var runs: [FactorSwaps.Changed] = []

  init(_ measure: String, folder: String) throws {
    self.measure = try Measure(measure)
    store = try RunStore(path: folder + "/store.sqlite")
    var generator = SeededGenerator(seed: 11)
    features = queries.map { _ in
      (0..<20).map { _ in (0..<3).map { _ in Double.random(in: 0...1, using: &generator) } }
    }
    var builder = Qrels.Builder()
    for query in queries {
      for document in 0..<19 where Int.random(in: 0..<3, using: &generator) == 0 {
        let grade = Int32.random(in: 0...2, using: &generator)
        builder.add(query: query.id, document: "d\(document)", grade: grade)
      }
      builder.add(query: query.id, document: "d19", grade: 2)
    }
    // Nothing is ever found for this one.
    builder.add(query: "none", document: "d1", grade: 1)
    qrels = try builder.build()
  }

  /// What the retriever finds, best first: documents that share a word with the query, so to say.
  func rankings(_ retriever: Specification, depth: Int) -> Run {
    let hasB = retriever.parameters["b"] == "0.9"
    let hasK = retriever.parameters["k1"] == "2"
    let rankings = queries.indices.map { query in
      let scored = features[query].enumerated().map { document, x in
        let score =
          (x[0] * 3).rounded() + (hasB ? (x[1] * 3).rounded() : 0)
          + (hasK ? (x[2] * 2).rounded() * (hasB ? 2 : 1) : 0)
        return (id: "d\(document)", score: score)
      }.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(depth)
      return Ranking(
        queryID: queries[query].id, documents: IdentifierTable(scored.map(\.id)),
        scores: scored.map(\.score))
    }
    return Run(tag: retriever.description, rankings: rankings)
  }

  func result(_ retriever: String, _ rules: EvaluationProtocol) throws -> EvaluationResult {
    let depth = rules.depth + (rules.ignoresIdenticalIDs ? 1 : 0)
    return try Evaluator(qrels: qrels, measures: [measure], protocol: rules, queries: queries)
      .evaluate(rankings(Specification(retriever), depth: depth))
  }

  /// The score of a retriever under a protocol, from rankings of its own.
  func score(_ retriever: String, _ rules: EvaluationProtocol) throws -> Double {
    try result(retriever, rules).means[0]
  }

  /// An experiment as it comes out of the store.
  func experiment(_ retriever: String, _ rules: EvaluationProtocol) throws -> Experiment {
    saved += 1
    let result = try result(retriever, rules)
    var experiment = Experiment(
      id: String(repeating: "0", count: 15) + String(saved, radix: 16), suite: Self.suite,
      task: "made-up", retriever: retriever, profile: "unrestricted", status: .done,
      hashes: Experiment.Hashes(
        task: Fixture.hash, protocol: protocolHash(rules),
        retriever: String(repeating: String(saved, radix: 16), count: 64)))
    experiment.parameters = ["b": "0.4", "k1": "0.9"]
      .merging(Specification(retriever).parameters) { $1 }
    experiment.protocolSettings = rules.settings
    experiment.queryIDs = result.queryIDs
    experiment.scores = [
      Experiment.Score(
        measure: measure.description, value: result.means[0], perQuery: result.values[0])
    ]
    let depth = rules.depth + (rules.ignoresIdenticalIDs ? 1 : 0)
    let blob = try RankingCodec.encode(rankings(Specification(retriever), depth: depth))
    try store.save(experiment, rankings: .new(blob: blob, conditions: ""))
    return try store.experiment(id: experiment.id) ?? experiment
  }

  /// The stored rankings of an experiment.
  func rescorable(_ experiment: Experiment, qrels: Qrels? = nil) throws -> RescorableRankings {
    guard let run = try store.run(of: experiment.id) else { throw SwapObstacle("no rankings") }
    return try RescorableRankings(
      experiment, run, measure: measure, qrels: qrels ?? self.qrels, queries: queries)
  }

  /// Runs the retriever, unless the protocol asks for another text.
  func run(_ changed: FactorSwaps.Changed) throws -> Double {
    runs.append(changed)
    guard changed.evaluation.text == .titleAndText else { throw SwapObstacle("it has no titles") }
    return try score(changed.retriever.description, changed.evaluation)
  }

  func attributions(_ first: Experiment, _ second: Experiment) async throws -> [Attribution] {
    try await FactorSwaps(
      first, second, measure: measure.description, rankings: { try self.rescorable($0) },
      run: { try self.run($0) }
    ).attributions()
  }
}
