// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gate
import Retrieval
import RunStore
import Suites
import TestSupport
import Testing

@Suite struct `Factors are swapped` {
  private let folder = FileManager.default.temporaryDirectory.path + "/swaps-\(UUID().uuidString)"
  private let rules = EvaluationProtocol()

  private func toy(_ measure: String = "nDCG@5") throws -> ToyExperiments {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try ToyExperiments(measure, folder: folder)
  }

  private func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private func changed(_ change: (inout EvaluationProtocol) -> Void) -> EvaluationProtocol {
    var rules = rules
    change(&rules)
    return rules
  }

  private func expectEqual(_ found: Double?, _ expected: Double) {
    #expect(found.map { abs($0 - expected) < 1e-12 } == true, "\(String(describing: found))")
  }

  @Test func `in one parameter: all of the difference, and nothing is run`() async throws {
    defer { remove() }
    let toy = try toy()
    let first = try toy.experiment("toy", rules)
    let second = try toy.experiment("toy:b=0.9", rules)
    let attributions = try await toy.attributions(first, second)
    #expect(attributions.map(\.factor.name) == ["b"] && toy.runs.isEmpty)
    let difference = try toy.score("toy:b=0.9", rules) - toy.score("toy", rules)
    #expect(abs(difference) > 0.01)
    expectEqual(attributions[0].share, difference)
  }

  @Test func `in two parameters: each alone, both ways, and shares are Shapley values`()
    async throws
  {
    defer { remove() }
    let toy = try toy()
    let first = try toy.experiment("toy", rules)
    let second = try toy.experiment("toy:b=0.9,k1=2", rules)
    let attributions = try await toy.attributions(first, second)
    #expect(attributions.map(\.factor.name) == ["b", "k1"])
    let (none, b) = (try toy.score("toy", rules), try toy.score("toy:b=0.9", rules))
    let (k, both) = (try toy.score("toy:k1=2", rules), try toy.score("toy:b=0.9,k1=2", rules))
    expectEqual(attributions[0].intoFirst, b - none)
    expectEqual(attributions[0].outOfSecond, both - k)
    expectEqual(attributions[1].intoFirst, k - none)
    expectEqual(attributions[1].outOfSecond, both - b)
    // With two factors the shares add up, whatever they do together.
    #expect(abs((b - none) - (both - k)) > 0.001)
    let total = try #require(Explanation.comparison(first, second, measure: "nDCG@5"))
    let explanation = Explanation(
      measure: "nDCG@5", difference: both - none, total: total, attributions: attributions,
      moved: [])
    #expect(abs(explanation.rest) < 1e-12)
  }

  @Test func `in one setting of the protocol: all of the difference`() async throws {
    defer { remove() }
    let toy = try toy()
    for other in [
      changed { $0.ties = .documentAscending }, changed { $0.gain = .exponential },
    ] {
      let attributions = try await toy.attributions(
        toy.experiment("toy", rules), toy.experiment("toy", other))
      let difference = try toy.score("toy", other) - toy.score("toy", rules)
      #expect(attributions.count == 1 && abs(difference) > 0.0001)
      expectEqual(attributions[0].share, difference)
    }
    #expect(toy.runs.isEmpty)
  }

  /// Each with a measure that it changes.
  private static let settings: [(name: String, measure: String, other: EvaluationProtocol)] = [
    ("ties", "nDCG@5", EvaluationProtocol(ties: .documentAscending)),
    ("positive-grade", "AP", EvaluationProtocol(positiveGrade: 2)),
    ("gain", "nDCG@5", EvaluationProtocol(gain: .exponential)),
    ("missing-queries", "nDCG@5", EvaluationProtocol(missingQueries: .skip)),
    ("averaging", "R@5", EvaluationProtocol(averaging: .micro)),
    ("ignore-identical-ids", "nDCG@5", EvaluationProtocol(ignoresIdenticalIDs: true)),
    ("depth", "AP", EvaluationProtocol(depth: 4)),
  ]

  @Test(arguments: settings.indices)
  func `in a setting and a parameter: the rankings are scored again`(index: Int) async throws {
    defer { remove() }
    let (name, measure, other) = Self.settings[index]
    let toy = try toy(measure)
    let attributions = try await toy.attributions(
      toy.experiment("toy", rules), toy.experiment("toy:b=0.9", other))
    #expect(attributions.map(\.factor.name) == ["b", name])
    #expect(attributions.allSatisfy { $0.obstacle.isEmpty })
    let (none, b) = (try toy.score("toy", rules), try toy.score("toy:b=0.9", rules))
    let (setting, both) = (try toy.score("toy", other), try toy.score("toy:b=0.9", other))
    #expect(abs(setting - none) > 0.0001)
    // The parameter is swapped under the protocol of each side, the setting under its parameter.
    expectEqual(attributions[0].intoFirst, b - none)
    expectEqual(attributions[0].outOfSecond, both - setting)
    expectEqual(attributions[1].intoFirst, setting - none)
    expectEqual(attributions[1].outOfSecond, both - b)
    // Only the parameter took runs, and what four documents cannot tell of a thousand.
    #expect(toy.runs.count == (name == "depth" ? 3 : 2))
  }

  @Test func `by a run where the rankings have too little, or not at all`() async throws {
    defer { remove() }
    let toy = try toy()
    let half = try toy.rescorable(toy.experiment("toy", changed { $0.depth = 15 }))
    // What stands below the fifteenth rank has a lower score than the fifth.
    #expect(try half.value(under: rules) == toy.score("toy", rules))
    let shallow = try toy.rescorable(toy.experiment("toy", changed { $0.depth = 5 }))
    #expect(throws: SwapObstacle("the rankings end among documents with equal scores")) {
      try shallow.value(under: rules)
    }
    #expect(throws: SwapObstacle("the rankings hold 5 documents, it takes 6")) {
      try shallow.value(under: changed { $0.ignoresIdenticalIDs = true })
    }
    #expect(throws: SwapObstacle("queries without a judgement were not asked")) {
      try shallow.value(under: changed { $0.queries = .all })
    }
    #expect(throws: SwapObstacle("excluded documents are taken out while searching")) {
      try shallow.value(under: changed { $0.appliesExclusions = true })
    }
    let attributions = try await toy.attributions(
      toy.experiment("toy", rules),
      toy.experiment(
        "toy",
        changed {
          $0.text = .textOnly
          $0.ties = .asRanked
        }))
    #expect(attributions.map(\.factor.name) == ["text", "ties"])
    #expect(attributions[0].share != nil && attributions[0].outOfSecond != nil)
    #expect(attributions[0].intoFirst == nil)
    #expect(
      attributions[0].obstacle == "the retriever saw another text, and it has no titles")
    #expect(attributions[1].obstacle.isEmpty)
  }

  @Test func `only by the judgements they were scored with`() throws {
    defer { remove() }
    let toy = try toy()
    let experiment = try toy.experiment("toy", rules)
    var builder = Qrels.Builder()
    for query in toy.qrels.queryIDs { builder.add(query: query, document: "d3", grade: 1) }
    let others = try builder.build()
    #expect(
      throws: SwapObstacle(
        "judgements or scoring code are not those of 0000000000000001: its rankings get other values"
      )
    ) { try toy.rescorable(experiment, qrels: others) }
    var unknown = experiment
    unknown.protocolSettings["ties"] = "by-moonlight"
    #expect(
      throws: SwapObstacle("this program does not know the protocol of 0000000000000001")
    ) { try toy.rescorable(unknown) }
  }

  @Test func `never for data and program, which are listed`() async throws {
    defer { remove() }
    let toy = try toy()
    var first = try toy.experiment("toy", rules)
    first.programVersion = "0.1.0"
    var second = try toy.experiment("toy", rules)
    second.hashes.task = String(repeating: "b", count: 64)
    second.programVersion = "0.2.0"
    let attributions = try await toy.attributions(first, second)
    #expect(attributions.map(\.factor.kind) == [.data, .program])
    #expect(attributions.allSatisfy { $0.share == nil && !$0.obstacle.isEmpty })
    #expect(toy.runs.isEmpty)
  }
}
