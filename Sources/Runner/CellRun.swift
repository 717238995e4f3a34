// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Profiling
import Retrieval
import RunStore
import Suites
import Synchronization

/// One retriever on one task: a worker process, its scores, one transaction.
struct CellRun {
  let context: RunContext
  let scoring: Scoring
  let card: RetrieverCard
  /// Position in the plan.
  let cell: Int

  private var task: PreparedTask { scoring.task }
  private var request: RunRequest { context.request }

  /// - Throws: when the store fails or the run is interrupted; then nothing is stored.
  func run() async throws -> CellOutcome {
    var experiment = blank
    let folder: String
    do {
      folder = try context.workplace.cellFolder()
    } catch {
      return .unavailable(PlannedCell(task: task.loaded.task, retriever: card), error)
    }
    defer { context.workplace.clear(folder) }
    do {
      let result = try await work(in: folder, &experiment)
      experiment.add(result)
      for warning in task.loaded.warnings(documentCount: result.documents) + result.warnings {
        context.onEvent(.warning(task: task.loaded.task, warning))
      }
      let (blob, run) = try rankings(in: folder)
      try scoring.score(run, into: &experiment)
      let conditions = SearchConditions(task.evaluation).description
      experiment.sequence = try context.store.save(
        experiment, rankings: .new(blob: blob, conditions: conditions))
      return .done(experiment)
    } catch let failure as WorkerFailure {
      experiment.status = .failed
      experiment.reason = failure.description
      experiment.id = experiment.identity
      experiment.sequence = try context.store.save(experiment, rankings: .none)
      return .failed(experiment)
    } catch let error as DataError {
      return .unavailable(PlannedCell(task: task.loaded.task, retriever: card), error)
    }
  }

  /// The experiment before anything is known of it.
  private var blank: Experiment {
    var experiment = Experiment(
      id: "", suite: request.suite, task: task.loaded.task.name,
      retriever: card.specification, profile: request.profile.name, status: .done,
      hashes: Experiment.Hashes(
        task: "", protocol: scoring.protocolHash, retriever: retrieverHash(card),
        specification: specificationHash(card)))
    experiment.profileRecord = request.profile.record
    experiment.variant = task.variant
    experiment.family = card.family
    experiment.parameters = card.parameters
    experiment.protocolSettings = task.evaluation.settings
    experiment.scoringVersion = Runner.scoringVersion
    experiment.machine = context.machine
    experiment.programVersion = request.programVersion
    experiment.sourceCommit = request.sourceCommit
    experiment.command = request.command(task: task.loaded.task, retriever: card)
    experiment.startedAt = Date().timeIntervalSince1970
    return experiment
  }

  /// Runs the worker, under the request's profile if that limits anything.
  private func work(
    in folder: String, _ experiment: inout Experiment
  ) async throws -> WorkerResult {
    let profile = request.profile
    guard !profile.isUnrestricted else {
      return try await process(context.worker).run(workerRequest(folder))
    }
    let confinement = Confinement(profile)
    defer { confinement.remove() }
    let process = process(
      try context.worker.confined(to: confinement.orders, by: context.launcher))
    do {
      let result = try await process.run(workerRequest(folder))
      experiment.profileRecord?.fill(profile, process.limits, result)
      return result
    } catch let failure as WorkerFailure {
      experiment.profileRecord?.fill(process.limits)
      throw failure.underProfile(
        profile, limits: process.limits, outOfMemoryKills: confinement.outOfMemoryKills)
    }
  }

  private func process(_ command: WorkerCommand) -> WorkerProcess {
    let progress = Mutex(ProgressMeter(cell: cell))
    let cell = cell
    return WorkerProcess(command, timeLimit: request.timeLimit) {
      [onEvent = context.onEvent] news in
      switch news {
      case .log(let line): onEvent(.log(cell, line))
      case .message(let message):
        progress.withLock { $0.note(message, at: ResourceMeter.nanoseconds) }
          .map { onEvent(.progress($0)) }
      }
    }
  }

  private func workerRequest(_ folder: String) -> WorkerRequest {
    WorkerRequest(
      task: TaskReference(task.loaded.task), dataFolder: request.dataFolder,
      retriever: card.specification, conditions: SearchConditions(task.evaluation),
      queryLimit: request.queryLimit, threads: context.threads,
      memory: context.indexingMemory, warmUp: request.profile.warmUp,
      repetitions: request.profile.repetitions, isWatched: !request.profile.isUnrestricted,
      indexFolder: folder + "/index", rankingsFile: folder + "/rankings")
  }

  private func rankings(in folder: String) throws -> (blob: [UInt8], run: Run) {
    do {
      let blob = Array(try Data(contentsOf: URL(filePath: folder + "/rankings")))
      return (blob, try RankingCodec.decode(blob))
    } catch {
      throw WorkerFailure("the worker's rankings cannot be read: \(error)")
    }
  }
}

extension Experiment {
  /// Takes over what a worker measured.
  fileprivate mutating func add(_ result: WorkerResult) {
    hashes.task = result.taskHash
    counts.documents = result.documents
    counts.queries = result.queries
    indexStatistics = result.indexStatistics
    relevantTokens = result.relevantTokens
    cost = Cost(
      indexSeconds: result.indexSeconds, indexCPUSeconds: result.indexCPUSeconds,
      searchSeconds: result.searchSeconds, searchCPUSeconds: result.searchCPUSeconds,
      queriesPerSecond: result.searchSeconds > 0
        ? Double(result.queries) / result.searchSeconds : 0,
      latencyMilliseconds: result.latencyMilliseconds, indexBytes: result.indexBytes,
      peakResidentBytes: result.peakResidentBytes)
  }
}

/// Turns a worker's messages into progress with a rate.
struct ProgressMeter: Sendable {
  private let cell: Int
  private var phase = Phase.loading
  private var total: Int?
  private var start: UInt64 = 0

  init(cell: Int) {
    self.cell = cell
  }

  mutating func note(_ message: WorkerMessage, at now: UInt64) -> RunEvent.Progress? {
    var done = 0
    switch message {
    case .phase(let next, let count):
      (phase, total, start) = (next, count, now)
    case .progress(let count): done = count
    case .confined, .result, .failure, .dataFailure: return nil
    }
    let seconds = Double(now - start) / 1e9
    return RunEvent.Progress(
      cell: cell, phase: phase, done: done, total: total,
      rate: seconds > 0 ? Double(done) / seconds : 0)
  }
}
