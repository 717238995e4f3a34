// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Identity
public import Measures
public import Retrieval
public import RunStore
import Suites

extension TaskScores {
  /// The values of a stored experiment, which must have been read with those of its queries.
  public init(_ experiment: Experiment) {
    self.init(
      suite: experiment.suite, task: experiment.task, retriever: experiment.retriever,
      taskHash: experiment.hashes.task, protocolHash: experiment.hashes.protocol,
      retrieverHash: experiment.hashes.retriever)
    protocolSettings = experiment.protocolSettings
    parameters = experiment.parameters
    variant = experiment.variant
    scoringVersion = experiment.scoringVersion
    program =
      experiment.programVersion
      + (experiment.sourceCommit.isEmpty ? "" : " (\(experiment.sourceCommit.prefix(12)))")
    // A profile that was changed is another one.
    profile =
      experiment.profileRecord.map { "\(experiment.profile) (\($0.hash))" } ?? experiment.profile
    nonconformance = experiment.profileRecord?.reasons.map(\.text) ?? []
    machine = experiment.machine
    failure = experiment.status == .done ? "" : experiment.reason
    isStale = experiment.isStale
    documents = experiment.counts.documents
    missing = experiment.counts.missing
    queryIDs = experiment.queryIDs
    scores = experiment.scores.map {
      Scores(measure: $0.measure, mean: $0.value, values: $0.perQuery)
    }
    for (name, value) in experiment.cost.latencyMilliseconds {
      if let cost = Cost(rawValue: "latency.\(name)") { costs[cost.rawValue] = value }
    }
    guard experiment.status == .done else { return }
    costs[Cost.indexSeconds.rawValue] = experiment.cost.indexSeconds
    costs[Cost.indexBytes.rawValue] = Double(experiment.cost.indexBytes)
    costs[Cost.memory.rawValue] = Double(experiment.cost.peakResidentBytes)
  }

  /// The values of a run file, scored against qrels.
  ///
  /// The task hash is that of the judgements, the protocol hash that of the rules, so that two run
  /// files are comparable exactly where both were scored alike.
  ///
  /// - Throws: `DataError` with file and line.
  public init(
    runFile path: String, qrels qrelsPath: String, measures: [Measure],
    protocol rules: EvaluationProtocol
  ) throws(DataError) {
    let qrels = try readQrels(path: qrelsPath)
    let result = try Evaluator(qrels: qrels, measures: measures, protocol: rules)
      .evaluate(runFile: path)
    self.init(
      suite: "", task: qrelsPath.split(separator: "/").last.map(String.init) ?? qrelsPath,
      retriever: path, taskHash: Self.hash(qrels), protocolHash: Suites.protocolHash(rules),
      retrieverHash: "")
    protocolSettings = rules.settings
    missing = result.missing
    queryIDs = result.queryIDs
    scores = measures.indices.map { index in
      Scores(
        measure: measures[index].description, mean: result.means[index],
        values: result.values[index])
    }
  }

  private static func hash(_ qrels: Qrels) -> String {
    var queries: [String: CanonicalJSON] = [:]
    for id in qrels.queryIDs {
      guard let judgments = qrels[id] else { continue }
      queries[id] = .array(
        judgments.grades.indices.map { row in
          .array([.string(judgments.documents[row]), .integer(Int(judgments.grades[row]))])
        })
    }
    return CanonicalJSON.object(["format": .string("bench-qrels/1"), "queries": .object(queries)])
      .digest.hex
  }
}
