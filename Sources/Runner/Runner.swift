// SPDX-License-Identifier: Apache-2.0

import Measures
import Profiling
import Retrieval
public import RunStore
import Suites

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs retrievers on tasks, each cell in a process of its own, and stores what comes of it.
///
/// Cells run one after the other, so that none disturbs another's measurement. Each is stored in one
/// transaction as soon as it has ended: whoever is interrupted or killed loses the cell in flight
/// and nothing else, and the same request continues there.
public struct Runner: Sendable {
  /// Version of the code that turns rankings into scores, raised with each change of a value: older
  /// scores are then computed again from the stored rankings.
  public static let scoringVersion = 1

  private let store: RunStore
  private let worker: WorkerCommand
  private let launcher: WorkerCommand

  /// A runner that stores into `store`.
  ///
  /// - Parameters:
  ///   - worker: What measures a cell.
  ///   - launcher: What turns into the worker under a hardware profile; a program that calls
  ///     ``becomeConfinedWorkerIfAsked()``, which may be another one than the worker.
  public init(
    store: RunStore, worker: WorkerCommand = .thisProgram, launcher: WorkerCommand = .thisLauncher
  ) {
    self.store = store
    self.worker = worker
    self.launcher = launcher
  }

  /// Works through a request.
  ///
  /// Failures of a retriever and missing data are outcomes, not errors. To interrupt, cancel the
  /// surrounding Swift task.
  ///
  /// - Parameters:
  ///   - request: What to run.
  ///   - onEvent: Called with what happens, in order, from any thread.
  /// - Returns: One outcome a cell, in the order of the plan.
  /// - Throws: ``RunStore/StoreError`` when the store fails, `DataError` when there is no place for
  ///   indexes, `MeasureError` at an unknown measure, `CancellationError` when it was interrupted;
  ///   what was finished before is stored.
  @discardableResult
  public func run(
    _ request: RunRequest, onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> [CellOutcome] {
    // A worker that dies while it is being told what to do, or a reader of our output that goes
    // away, must not end the run.
    signal(SIGPIPE, SIG_IGN)
    let measures = try request.measures.map { try Measure($0) }
    onEvent(
      .planned(
        request.tasks.flatMap { task in
          request.cards(on: task).map { PlannedCell(task: task, retriever: $0) }
        }))
    let context = RunContext(
      request: request, store: store, worker: worker, launcher: launcher, measures: measures,
      machine: MachineFingerprint.current().facts,
      workplace: try Workplace(besideStore: store.path), onEvent: onEvent)
    var outcomes: [CellOutcome] = []
    for task in request.tasks {
      var run = TaskRun(context: context, task: task, firstCell: outcomes.count)
      outcomes += try await run.run()
    }
    return outcomes
  }
}

/// What stays the same for all tasks of a request.
struct RunContext {
  let request: RunRequest
  let store: RunStore
  let worker: WorkerCommand
  let launcher: WorkerCommand
  let measures: [Measure]
  let machine: [String: String]
  let workplace: Workplace
  let onEvent: @Sendable (RunEvent) -> Void

  /// The measures of a task, its headline first.
  func measures(of task: RetrievalTask) -> [Measure] {
    guard let headline = task.headline.flatMap(request.measures.firstIndex) else { return measures }
    return [measures[headline]] + measures[..<headline] + measures[(headline + 1)...]
  }

  /// Threads a worker may use.
  var threads: Int {
    if request.threads > 0 { return request.threads }
    if let threads = request.profile.toldThreads { return threads }
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// What indexing may fill before it goes on in files: under a profile as much as on a machine that
  /// has no more memory than the profile.
  var indexingMemory: Int? {
    request.memory ?? request.profile.memory.map { max(1 << 26, $0 / 16) }
  }
}
