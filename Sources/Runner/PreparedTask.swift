// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Suites

/// A task as a request wants it: loaded, with the request's depth and number of queries.
struct PreparedTask: Sendable {
  let loaded: LoadedTask
  /// The task's protocol with the request's depth.
  let evaluation: EvaluationProtocol
  /// The queries to ask.
  let queries: [Query]
  /// Their judgements.
  let qrels: Qrels
  /// ``RunStore/Experiment/variant``.
  let variant: String

  /// - Throws: what loading the task throws.
  init(
    _ task: RetrievalTask, dataFolder: String, depth: Int?, queryLimit: Int?
  ) throws(DataError) {
    loaded = try loadTask(task, dataFolder: dataFolder)
    var evaluation = task.evaluation
    var departures: [String] = []
    if let queryLimit, queryLimit < loaded.queries.count {
      departures.append("limit-queries=\(queryLimit)")
      queries = Array(loaded.queries.prefix(queryLimit))
      qrels = loaded.qrels.limited(to: queries.map(\.id))
    } else {
      queries = loaded.queries
      qrels = loaded.qrels
    }
    if let depth, depth != evaluation.depth {
      departures.append("top-k=\(depth)")
      evaluation.depth = depth
    }
    self.evaluation = evaluation
    variant = departures.joined(separator: ",")
  }
}
