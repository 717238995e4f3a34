// SPDX-License-Identifier: Apache-2.0

import Evaluation
public import Measures
public import Retrieval
public import RunStore
import Suites

/// The stored rankings of an experiment, to be scored under another protocol than its own.
public struct RescorableRankings: Sendable {
  private let evaluation: EvaluationProtocol
  private let run: Run
  private let measure: Measure
  private let qrels: Qrels
  private let queries: [Query]

  /// The rankings with the judgements that they were scored by.
  ///
  /// They are scored under the experiment's own protocol first. Only where that gives the value that
  /// is stored for every query are these the experiment's judgements, and is this its scoring code.
  ///
  /// - Parameters:
  ///   - experiment: With the values of its queries.
  ///   - run: Its rankings.
  ///   - measure: The measure that is computed.
  ///   - qrels: The judgements of the queries that were asked.
  ///   - queries: The queries that were asked, for excluded documents and queries without judgement.
  /// - Throws: ``SwapObstacle``.
  public init(
    _ experiment: Experiment, _ run: Run, measure: Measure, qrels: Qrels, queries: [Query]
  ) throws(SwapObstacle) {
    guard let evaluation = EvaluationProtocol(settings: experiment.protocolSettings) else {
      throw SwapObstacle("this program does not know the protocol of \(experiment.id)")
    }
    self.evaluation = evaluation
    self.run = run
    self.measure = measure
    self.qrels = qrels
    self.queries = queries
    let own = try scored(evaluation, depth: .max)
    let stored = experiment.scores.first { $0.measure == measure.description }
    guard let stored, own.queryIDs == experiment.queryIDs,
      zip(own.values[0], stored.perQuery).allSatisfy({ abs($0 - $1) <= PairedComparison.rounding })
    else {
      throw SwapObstacle(
        "judgements or scoring code are not those of \(experiment.id): its rankings get other values"
      )
    }
  }

  /// The score under another protocol.
  ///
  /// - Throws: ``SwapObstacle`` where the retriever would have to run for it.
  public func value(under other: EvaluationProtocol) throws(SwapObstacle) -> Double {
    guard other.text == evaluation.text, other.instruction == evaluation.instruction else {
      throw SwapObstacle("the retriever saw another text")
    }
    guard other.queries == evaluation.queries || other.queries == .judged else {
      throw SwapObstacle("queries without a judgement were not asked")
    }
    guard other.appliesExclusions == evaluation.appliesExclusions else {
      throw SwapObstacle("excluded documents are taken out while searching")
    }
    // One more, for the document with the query's own id that is dropped.
    let held = evaluation.depth &+ (evaluation.ignoresIdenticalIDs ? 1 : 0)
    let asked = other.depth &+ (other.ignoresIdenticalIDs ? 1 : 0)
    let needed = min(asked, cutoff &+ (other.ignoresIdenticalIDs ? 1 : 0))
    if asked > held { try check(held: held, needed: needed) }
    let result = try scored(other, depth: asked)
    guard result.means[0].isFinite else {
      throw SwapObstacle("\(measure.description) is not a number then")
    }
    return result.means[0]
  }

  /// Whether documents below those that are held could stand among the first that are needed.
  private func check(held: Int, needed: Int) throws(SwapObstacle) {
    // A ranking that is shorter than it might have been has all that was found.
    for ranking in run.rankings where ranking.count >= held {
      guard needed <= held else {
        throw SwapObstacle("the rankings hold \(held) documents, it takes \(needed)")
      }
      guard Float(ranking.scores[needed - 1]) > Float(ranking.scores[held - 1]) else {
        throw SwapObstacle("the rankings end among documents with equal scores")
      }
    }
  }

  /// The rank below which the measure looks at nothing.
  private var cutoff: Int {
    // Unjudged documents do not count towards the cutoff then.
    guard !measure.description.contains("judged_only") else { return .max - 1 }
    let parts = measure.description.split(separator: "@")
    return parts.count == 2 ? Int(parts[1]) ?? .max - 1 : .max - 1
  }

  /// Scores the first documents of each ranking, in the retriever's order as a run has it.
  private func scored(
    _ rules: EvaluationProtocol, depth: Int
  ) throws(SwapObstacle) -> EvaluationResult {
    var cut = run
    for row in cut.rankings.indices where cut.rankings[row].count > depth {
      let whole = cut.rankings[row]
      cut.rankings[row] = Ranking(
        queryID: whole.queryID,
        documents: IdentifierTable((0..<depth).map { whole.documents[$0] }),
        scores: Array(whole.scores.prefix(depth)))
    }
    do {
      return try Evaluator(qrels: qrels, measures: [measure], protocol: rules, queries: queries)
        .evaluate(cut)
    } catch {
      throw SwapObstacle(error.problem)
    }
  }
}
