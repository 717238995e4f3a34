// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Gate
import Retrieval
import RunStore
import Runner
import Suites

/// Measures two systems in turn on one task, every run in a process of its own.
struct InterleavedRounds: Sendable {
  /// One of the systems.
  struct Side: Sendable {
    let retriever: any Retriever
    let worker: WorkerCommand
  }

  let task: RetrievalTask
  let sides: [Side]
  let cost: Cost
  let dataFolder: String
  let threads: Int
  let say: @Sendable (String) -> Void

  /// The measurements of a look.
  ///
  /// - Throws: `DataError` where a run failed or the cost is not known.
  func measure(rounds: Int, look: Int) async throws -> SpeedComparison {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "bench-perf-\(UInt64.random(in: 0 ... .max))").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try RunStore(path: folder + "/store.sqlite")
    var values: [[Double]] = [[], []]
    for round in 0..<rounds {
      // A B, then B A: neither is always first.
      for side in round % 2 == 0 ? [0, 1] : [1, 0] {
        values[side].append(try await run(sides[side], store))
      }
      say(
        "look \(look + 1), round \(round + 1) of \(rounds): "
          + "\(GateTable.number(values[0][round])) and \(GateTable.number(values[1][round]))\n")
    }
    guard let comparison = SpeedComparison(cost, first: values[0], second: values[1]) else {
      throw DataError(.malformed, file: task.qualifiedName, "\(cost.rawValue) was measured as 0")
    }
    return comparison
  }

  private func run(_ side: Side, _ store: RunStore) async throws -> Double {
    var request = RunRequest(
      suite: task.suite, measures: ["nDCG@10"], tasks: [task], retrievers: [side.retriever],
      dataFolder: dataFolder)
    request.isFresh = true
    request.threads = threads
    request.programVersion = ProgramVersion.current.number
    let outcomes = try await Runner(store: store, worker: side.worker).run(request)
    switch outcomes.first {
    case .done(let experiment), .skipped(let experiment):
      guard let value = TaskScores(experiment).costs[cost.rawValue] else {
        throw DataError(
          .missing, file: task.qualifiedName, "\(cost.rawValue) was not measured")
      }
      return value
    case .failed(let experiment):
      throw DataError(.unavailable, file: task.qualifiedName, "a run failed: \(experiment.reason)")
    case .unavailable(_, let error): throw error
    case nil: throw DataError(.missing, file: task.qualifiedName, "nothing was run")
    }
  }
}
