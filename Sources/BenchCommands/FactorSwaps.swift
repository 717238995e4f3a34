// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Gate
import Retrieval
import Retrievers
import RunStore
import Runner
import Suites

/// Two experiments of one task.
struct ExperimentPair {
  let first: Experiment
  let second: Experiment

  /// The task as the manifests have it.
  func task(in catalogue: SuiteCatalogue) throws(DataError) -> RetrievalTask {
    try catalogue.task("\(first.suite)/\(first.task)")
  }
}

/// Runs one of two experiments again with one factor taken from the other.
struct FactorSwaps {
  let pair: ExperimentPair
  let measure: String
  let dataFolder: String
  /// nil where no manifest has it.
  let task: RetrievalTask?
  let storePath: String
  let display: RunDisplay

  /// The judgements of the task, where its data is there.
  var qrels: Qrels? {
    task.flatMap { try? loadTask($0, dataFolder: dataFolder).qrels }
  }

  /// The factors, none of them swapped.
  func unswapped() -> [Attribution] {
    Factor.differing(pair.first, pair.second).map { factor in
      var attribution = Attribution(factor)
      attribution.obstacle = "not run"
      return attribution
    }
  }

  /// The factors, swapped where that is possible.
  func attributions() async throws -> [Attribution] {
    let factors = Factor.differing(pair.first, pair.second)
    let isOnlyOne = factors.count { $0.kind != .machine } == 1
    var attributions: [Attribution] = []
    for factor in factors {
      var attribution = Attribution(factor)
      switch factor.kind {
      case _ where isOnlyOne && factor.kind != .machine:
        // Nothing else differs: all of it is this.
        attribution.intoFirst = Explanation.comparison(pair.first, pair.second, measure: measure)
      case .parameter:
        try await swap(&attribution)
      case .retriever, .derivedParameter, .protocolSetting, .variant, .data, .program, .machine:
        attribution.obstacle = obstacle(factor.kind)
      }
      attributions.append(attribution)
    }
    return attributions
  }

  private func obstacle(_ kind: Factor.Kind) -> String {
    switch kind {
    case .retriever: "another kind of retriever shares no parameters"
    case .derivedParameter: "follows from other parameters, the task or the program"
    case .protocolSetting: "the protocol is the task's: bench eval scores runs by another"
    case .variant: "run both alike to rule it out"
    case .data: "only one version of the data is here"
    case .program: "this program cannot run another one"
    case .machine: "must not change a ranking"
    case .parameter: ""
    }
  }

  private func swap(_ attribution: inout Attribution) async throws {
    let name = attribution.factor.name
    let old = Specification(pair.first.retriever)
    let new = Specification(pair.second.retriever)
    guard let task else {
      attribution.obstacle = "no manifest has the task"
      return
    }
    do {
      let into = try await experiment(old.taking(name, from: new), task)
      let out = try await experiment(new.taking(name, from: old), task)
      attribution.intoFirst = Explanation.comparison(pair.first, into, measure: measure)
      attribution.outOfSecond = Explanation.comparison(out, pair.second, measure: measure)
    } catch let error as RetrieverSpecificationError {
      attribution.obstacle = "not by itself: \(error.problem)"
    } catch let error as DataError {
      attribution.obstacle = "\(error.problem)"
    }
  }

  /// The experiment of a retriever on the task; run unless it was run before.
  private func experiment(
    _ specification: Specification, _ task: RetrievalTask
  ) async throws -> Experiment {
    let retriever = try RetrieverRegistry.builtIn.retriever(specification.description)
    let folder = URL(filePath: storePath).deletingLastPathComponent().path
    let store = try RunStore(path: folder + "/explain.sqlite")
    var request = RunRequest(
      suite: pair.first.suite, measures: pair.first.scores.map(\.measure), tasks: [task],
      retrievers: [retriever], dataFolder: dataFolder)
    request.programVersion = ProgramVersion.current.number
    request.sourceCommit = ProgramVersion.current.commit
    let display = display
    let runner = Runner(store: store, worker: .thisProgram)
    let wanted = request
    let outcomes = try await Interruption.whileRunning {
      try await runner.run(wanted) { display.show($0) }
    }
    switch outcomes.first {
    case .done(let experiment), .skipped(let experiment):
      guard experiment.hashes.task == pair.first.hashes.task else {
        throw DataError(
          .malformed, file: task.qualifiedName, "the data has changed since the experiment")
      }
      return try store.experiment(id: experiment.id) ?? experiment
    case .failed(let experiment):
      throw DataError(
        .unavailable, file: task.qualifiedName, "its run failed: \(experiment.reason)")
    case .unavailable(_, let error): throw error
    case nil: throw DataError(.missing, file: task.qualifiedName, "nothing was run")
    }
  }
}
