// SPDX-License-Identifier: Apache-2.0

public import Retrieval
public import RunStore
import Suites

/// Swaps the factors in which two experiments differ, one at a time.
///
/// Protocol settings are swapped by scoring the stored rankings again; where these do not have what
/// the other protocol asks for, and for parameters, a retriever is run.
public struct FactorSwaps {
  /// An experiment in which something is changed.
  public struct Changed: Sendable, Hashable {
    /// The experiment as it was.
    public let experiment: Experiment
    /// The retriever that it is to have.
    public let retriever: Specification
    /// The protocol that it is to be scored by.
    public let evaluation: EvaluationProtocol
  }

  private let first: Experiment
  private let second: Experiment
  private let measure: String
  private let rankings: (Experiment) throws -> RescorableRankings
  private let run: (Changed) async throws -> Double

  /// Swaps for two experiments.
  ///
  /// - Parameters:
  ///   - measure: The measure whose score is explained.
  ///   - rankings: The stored rankings of one of the two.
  ///   - run: The score of a changed experiment, by running it. Both throw ``SwapObstacle`` where that
  ///     is not possible; any other error ends the explanation.
  public init(
    _ first: Experiment, _ second: Experiment, measure: String,
    rankings: @escaping (Experiment) throws -> RescorableRankings,
    run: @escaping (Changed) async throws -> Double
  ) {
    self.first = first
    self.second = second
    self.measure = measure
    self.rankings = rankings
    self.run = run
  }

  /// The factors, none of them swapped.
  public func unswapped() -> [Attribution] {
    Factor.differing(first, second).map { factor in
      var attribution = Attribution(factor)
      attribution.obstacle = "not run"
      return attribution
    }
  }

  /// The factors, swapped where that is possible.
  public func attributions() async throws -> [Attribution] {
    let factors = Factor.differing(first, second)
    let isOnlyOne = factors.count { $0.kind != .machine } == 1
    lazy var stored = [first, second].map { experiment in Result { try rankings(experiment) } }
    var attributions: [Attribution] = []
    for factor in factors {
      var attribution = Attribution(factor)
      switch factor.kind {
      case _ where isOnlyOne && factor.kind != .machine:
        // Nothing else differs: all of it is this.
        attribution.intoFirst = try score(second) - score(first)
      case .parameter:
        try await swap(&attribution) { experiment, other in
          try await run(with: factor.name, in: experiment, from: other)
        }
      case .protocolSetting:
        let stored = stored
        try await swap(&attribution) { experiment, other in
          try await rescored(
            stored[experiment.id == first.id ? 0 : 1], with: factor.name, in: experiment,
            from: other)
        }
      case .retriever, .derivedParameter, .variant, .data, .program, .machine:
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
    case .variant: "run both alike to rule it out"
    case .data: "only one version of the data is here"
    case .program: "this program cannot run another one"
    case .machine: "must not change a ranking"
    case .parameter, .protocolSetting: ""
    }
  }

  /// Swaps a factor both ways.
  ///
  /// - Parameter swapped: The score of one of the two with the factor as the other one has it.
  private func swap(
    _ attribution: inout Attribution,
    _ swapped: (_ experiment: Experiment, _ other: Experiment) async throws -> Double
  ) async throws {
    var obstacles: [String] = []
    do {
      attribution.intoFirst = try await swapped(first, second) - score(first)
    } catch let error as SwapObstacle {
      obstacles.append(error.reason)
    }
    do {
      attribution.outOfSecond = try await score(second) - swapped(second, first)
    } catch let error as SwapObstacle {
      if !obstacles.contains(error.reason) { obstacles.append(error.reason) }
    }
    attribution.obstacle = obstacles.joined(separator: "; ")
  }

  private func run(
    with parameter: String, in experiment: Experiment, from other: Experiment
  ) async throws -> Double {
    let own = Specification(experiment.retriever)
    return try await run(
      Changed(
        experiment: experiment,
        retriever: own.taking(parameter, from: Specification(other.retriever)),
        evaluation: try evaluation(experiment.protocolSettings)))
  }

  private func rescored(
    _ stored: Result<RescorableRankings, any Error>, with setting: String,
    in experiment: Experiment, from other: Experiment
  ) async throws -> Double {
    var settings = experiment.protocolSettings
    settings[setting] = other.protocolSettings[setting]
    let changed = try evaluation(settings)
    let rankings = try stored.get()
    do {
      return try rankings.value(under: changed)
    } catch let rescoring {
      do {
        return try await run(
          Changed(
            experiment: experiment, retriever: Specification(experiment.retriever),
            evaluation: changed))
      } catch let running as SwapObstacle {
        throw SwapObstacle("\(rescoring.reason), and \(running.reason)")
      }
    }
  }

  private func evaluation(
    _ settings: [String: String]
  ) throws(SwapObstacle) -> EvaluationProtocol {
    guard let evaluation = EvaluationProtocol(settings: settings) else {
      throw SwapObstacle("this program does not know the protocol")
    }
    return evaluation
  }

  private func score(_ experiment: Experiment) throws(SwapObstacle) -> Double {
    guard let value = experiment.value(of: measure) else {
      throw SwapObstacle("\(measure) was not computed for \(experiment.id)")
    }
    return value
  }
}
