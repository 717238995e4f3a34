// SPDX-License-Identifier: Apache-2.0

import Profiling
import Retrieval
import RunStore
import Suites

/// All retrievers of a request on one task.
struct TaskRun {
  let context: RunContext
  let task: RetrievalTask
  /// Position of the task's first cell in the plan.
  let firstCell: Int
  /// Who the retrievers are on this task.
  private let cards: [RetrieverCard]
  /// Hash of the data, as soon as it is known.
  private var taskHash: String?
  /// Whether older experiments of this task were looked at for scores to compute again.
  private var isRescored = false

  init(context: RunContext, task: RetrievalTask, firstCell: Int) {
    self.context = context
    self.task = task
    self.firstCell = firstCell
    cards = context.request.cards(on: task)
  }

  private var request: RunRequest { context.request }
  private var store: RunStore { context.store }

  /// Runs, skips or gives up every cell; one outcome each.
  mutating func run() async throws -> [CellOutcome] {
    do {
      let prepared = try PreparedTask(
        task, dataFolder: request.dataFolder, depth: request.depth,
        queryLimit: request.queryLimit)
      return try await run(prepared)
    } catch let error as DataError {
      return cards.indices.map { giveUp($0, error) }
    }
  }

  private mutating func run(_ prepared: PreparedTask) async throws -> [CellOutcome] {
    for warning in prepared.loaded.warnings {
      context.onEvent(.warning(task: task, warning))
    }
    let scoring = Scoring(prepared, measures: context.measures(of: task))
    let memory = DataMemory(store, prepared, programVersion: request.programVersion)
    taskHash = try memory.taskHash
    var done = try doneExperiments(prepared)
    if taskHash == nil, isHashNeeded(done, scoring) {
      taskHash = try await CorpusCheck(
        prepared, identifiers: IdentifierIndex(), threads: context.threads
      ).taskHash
      try memory.remember(taskHash)
    }
    if try rescore(scoring) { done = try doneExperiments(prepared) }
    var outcomes: [CellOutcome] = []
    for position in cards.indices {
      try Task.checkCancellation()
      outcomes.append(try await cell(position, scoring, memory, done: done))
      if case .done(let experiment) = outcomes.last { done.append(experiment) }
      if case .unavailable(_, let error) = outcomes.last {
        let others = cards.indices.dropFirst(position + 1)
        return outcomes + others.map { giveUp($0, error) }
      }
    }
    return outcomes
  }

  private mutating func cell(
    _ position: Int, _ scoring: Scoring, _ memory: DataMemory, done: [Experiment]
  ) async throws -> CellOutcome {
    let card = cards[position]
    let outcome: CellOutcome
    if let done = current(card, scoring, among: done) {
      outcome = .skipped(try under(card, done))
    } else {
      context.onEvent(
        .cellStarted(firstCell + position, PlannedCell(task: task, retriever: card)))
      outcome = try await CellRun(
        context: context, scoring: scoring, card: card, cell: firstCell + position
      ).run()
    }
    context.onEvent(.cellEnded(firstCell + position, outcome))
    if case .done(let experiment) = outcome, taskHash == nil {
      taskHash = experiment.hashes.task
      try memory.remember(taskHash)
      try rescore(scoring)
    }
    return outcome
  }

  private func giveUp(_ position: Int, _ error: DataError) -> CellOutcome {
    let card = cards[position]
    let outcome = CellOutcome.unavailable(PlannedCell(task: task, retriever: card), error)
    context.onEvent(.cellEnded(firstCell + position, outcome))
    return outcome
  }

  /// The experiment among `done` that makes running this retriever unnecessary.
  private func current(
    _ card: RetrieverCard, _ scoring: Scoring, among done: [Experiment]
  ) -> Experiment? {
    guard let taskHash, !request.isFresh else { return nil }
    let hash = retrieverHash(card)
    let current = done.filter {
      $0.hashes.retriever == hash && $0.profile == request.profile.name
        && $0.profileRecord?.hash == request.profile.record?.hash
        && $0.hashes.task == taskHash && scoring.isCurrent($0)
    }
    let specification = specificationHash(card)
    return current.first { $0.hashes.specification == specification } ?? current.first
  }

  /// `done` under the specification of `card`; stored once more, with the same rankings, if another
  /// one came to the same retriever on this task.
  private func under(_ card: RetrieverCard, _ done: Experiment) throws -> Experiment {
    let specification = specificationHash(card)
    guard done.hashes.specification != specification,
      var experiment = try store.experiment(id: done.id)
    else { return done }
    experiment.retriever = card.specification
    experiment.hashes.specification = specification
    experiment.command = request.command(task: task, retriever: card)
    experiment.id = experiment.identity
    experiment.sequence = try store.save(
      experiment, rankings: .shared(sequence: experiment.sequence))
    return experiment
  }

  private func doneExperiments(_ prepared: PreparedTask) throws -> [Experiment] {
    try store.experiments(suite: request.suite).filter {
      $0.task == task.name && $0.variant == prepared.variant && $0.status == .done
    }
  }

  /// Whether anything in the store can only be judged when the data's hash is known.
  private func isHashNeeded(_ done: [Experiment], _ scoring: Scoring) -> Bool {
    let planned = Set(cards.map(retrieverHash))
    return done.contains {
      !scoring.isCurrent($0) || (!request.isFresh && planned.contains($0.hashes.retriever))
    }
  }

  /// Marks as stale what is, and computes those scores again for which rankings are there.
  ///
  /// - Returns: Whether there was anything to compute.
  @discardableResult
  private mutating func rescore(_ scoring: Scoring) throws -> Bool {
    guard let taskHash, !isRescored else { return false }
    isRescored = true
    let variant = scoring.task.variant
    try store.markStale(
      suite: request.suite, task: task.name, variant: variant,
      unless: Experiment.Hashes(task: taskHash, protocol: scoring.protocolHash, retriever: ""),
      scoringVersion: Runner.scoringVersion)
    let candidates = try store.rescorable(
      suite: request.suite, task: task.name, variant: variant, taskHash: taskHash,
      conditions: SearchConditions(scoring.task.evaluation).description
    ).filter { !scoring.isCurrent($0) }
    for old in candidates {
      guard let run = try store.run(ofSequence: old.sequence) else { continue }
      var new = old
      try scoring.score(run, into: &new)
      new.sequence = try store.save(new, rankings: .shared(sequence: old.sequence))
      context.onEvent(.rescored(new))
    }
    return !candidates.isEmpty
  }
}
