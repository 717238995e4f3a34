// SPDX-License-Identifier: Apache-2.0

import FaultyRetrievers
import Foundation
import RunStore
import Suites
import Synchronization
import TestSupport

@testable import Runner

/// A store, a data folder with one tiny task, and a runner whose workers are real processes.
struct Bench {
  let folder: String
  let store: RunStore
  var request: RunRequest

  /// Calls `body` with a bench in a folder of its own.
  static func with(
    _ retrievers: String..., body: (inout Bench) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let task = try TinyTask().write(below: folder + "/data")
      var request = RunRequest(
        suite: "tiny", measures: ["nDCG@10", "R@100"], tasks: [task],
        retrievers: try retrievers.map(testRetriever), dataFolder: folder + "/data")
      request.threads = 1
      var bench = Bench(
        folder: folder, store: try RunStore(path: folder + "/bench.sqlite"), request: request)
      try await body(&bench)
    }
  }

  /// The program that was built beside the tests.
  static let worker: String = {
    var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    repeat {
      folder.deleteLastPathComponent()
    } while folder.path != "/" && !isExecutable(folder.appending(path: "TestWorker"))
    return folder.appending(path: "TestWorker").path
  }()

  private static func isExecutable(_ file: URL) -> Bool {
    FileManager.default.isExecutableFile(atPath: file.path)
  }

  /// Runs the request.
  func run(
    worker: WorkerCommand = WorkerCommand(executable: worker, arguments: ["worker"]),
    onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> [CellOutcome] {
    let launcher = WorkerCommand(executable: Self.worker, arguments: ["confine"])
    return try await Runner(store: store, worker: worker, launcher: launcher)
      .run(request, onEvent: onEvent)
  }

  /// Runs the request and returns how many workers were started, too.
  func runCountingWorkers() async throws -> (outcomes: [CellOutcome], workers: Int) {
    let counter = Counter()
    let outcomes = try await run { event in
      if case .cellStarted = event { counter.count.withLock { $0 += 1 } }
    }
    return (outcomes, counter.count.withLock { $0 })
  }

  /// What is left in the folder for indexes.
  var leftovers: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder + "/work")) ?? []
  }
}

/// A number that several threads may raise.
final class Counter: Sendable {
  let count = Mutex(0)
}

extension CellOutcome {
  /// The experiment, where there is one.
  var experiment: Experiment? {
    switch self {
    case .done(let experiment), .skipped(let experiment), .failed(let experiment): experiment
    case .unavailable: nil
    }
  }

  /// `done`, `skipped`, `failed` or `unavailable`.
  var kind: String {
    switch self {
    case .done: "done"
    case .skipped: "skipped"
    case .failed: "failed"
    case .unavailable: "unavailable"
    }
  }
}
