// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Identity
import Measures
import Retrieval
import RunStore
import Suites

/// Turns rankings of a task into the scores of an experiment.
struct Scoring: Sendable {
  let task: PreparedTask
  let measures: [Measure]
  let protocolHash: String
  private let evaluator: Evaluator

  init(_ task: PreparedTask, measures: [Measure]) {
    self.task = task
    self.measures = measures
    protocolHash = Suites.protocolHash(task.evaluation)
    evaluator = Evaluator(
      qrels: task.qrels, measures: measures, protocol: task.evaluation, queries: task.queries)
  }

  /// Whether the scores of `experiment` are what this would compute, over the same data.
  func isCurrent(_ experiment: Experiment) -> Bool {
    !experiment.isStale && experiment.hashes.protocol == protocolHash
      && experiment.scoringVersion == Runner.scoringVersion
      && experiment.scores.map(\.measure) == measures.map(\.description)
  }

  /// Fills in scores, query ids, counts of queries, and what they depend on.
  ///
  /// - Throws: `DataError` when a ranking or a measure is of no use.
  func score(_ run: Run, into experiment: inout Experiment) throws(DataError) {
    let result = try evaluator.evaluate(run)
    experiment.scores = measures.indices.map { measure in
      Experiment.Score(
        measure: measures[measure].description, value: result.means[measure],
        interval: result.interval(measure), perQuery: result.values[measure])
    }
    if let odd = experiment.scores.first(where: { !$0.value.isFinite }) {
      throw DataError(
        .malformed, file: experiment.suite,
        "\(odd.measure) of \(task.loaded.task.qualifiedName) is \(odd.value), expected a number",
        fix: "take it out of the suite's measures")
    }
    experiment.queryIDs = result.queryIDs
    experiment.counts.judged = task.qrels.count
    experiment.counts.missing = result.missing
    experiment.hashes.protocol = protocolHash
    experiment.protocolSettings = task.evaluation.settings
    experiment.scoringVersion = Runner.scoringVersion
    experiment.isStale = false
    experiment.id = experiment.identity
  }
}

extension Experiment {
  /// Sixteen hex digits over everything that must be equal for two experiments to be the same.
  var identity: String {
    var members = [
      // Before there were profiles, the one that limits nothing was called so.
      "suite": suite, "task": task, "profile": profileRecord == nil ? "default" : profile,
      "variant": variant,
      "taskHash": hashes.task, "protocolHash": hashes.protocol, "retrieverHash": hashes.retriever,
    ]
    if hashes.specification != hashes.retriever {
      members["specificationHash"] = hashes.specification
    }
    members["profileHash"] = profileRecord?.hash
    return String(
      CanonicalJSON.object(members.mapValues(CanonicalJSON.string)).digest.hex.prefix(16))
  }
}
