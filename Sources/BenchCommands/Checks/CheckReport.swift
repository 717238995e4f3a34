// SPDX-License-Identifier: Apache-2.0

import Identity
import Retrieval
import Suites

/// The outcome of checking one task's data, as a line for people and as JSON.
struct CheckReport {
  /// What came of it.
  enum Status: String, CaseIterable {
    /// Everything that the manifest declares is so.
    case agrees
    /// Something is not as declared.
    case differs
    /// The data is there; the manifest declares nothing that could be compared.
    case undeclared
    /// The data is there and cannot be read.
    case broken
    /// The data is not there.
    case absent
  }

  let task: RetrievalTask
  let status: Status
  private let facts: [TaskCheck.Fact]
  private let reason: String
  /// The file or folder that is not there; empty otherwise.
  private let place: String

  /// Checks a task; what goes wrong is part of the report.
  init(_ task: RetrievalTask, dataFolder: String) {
    self.task = task
    do {
      let check = try TaskCheck(task, dataFolder: dataFolder)
      facts = check.facts
      (reason, place) = ("", "")
      if !check.differences.isEmpty {
        status = .differs
      } else {
        status = facts.allSatisfy { $0.declared == nil } ? .undeclared : .agrees
      }
    } catch {
      facts = []
      let missing = (error as? DataError).flatMap { $0.code == .missing ? $0.file : nil }
      (reason, place) = ("\(error)", missing ?? "")
      status = missing == nil ? .broken : .absent
    }
  }

  /// A line, or several where something is wrong.
  var line: String {
    let name = "\(task.qualifiedName): \(status.rawValue)"
    switch status {
    case .agrees, .undeclared:
      return name + ", " + facts.prefix(3).map(found).joined(separator: ", ") + "\n"
    case .differs:
      return name + "\n"
        + facts.filter { !$0.agrees }.map { fact in
          "  \(fact.subject): found \(fact.found ?? "none"), declared \(fact.declared ?? "")\n"
        }.joined()
    case .absent: return "\(name), \(place)\n"
    case .broken: return name + "\n" + reason.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
  }

  /// Everything, for scripts.
  var json: CanonicalJSON {
    .object([
      "suite": .string(task.suite), "task": .string(task.name), "status": .string(status.rawValue),
      "reason": .string(reason),
      "facts": .object(
        Dictionary(
          facts.map { fact in
            let pair: [String: CanonicalJSON] = [
              "declared": fact.declared.map(CanonicalJSON.string) ?? .null,
              "found": fact.found.map(CanonicalJSON.string) ?? .null,
            ]
            return (fact.subject.replacing(" ", with: "_"), .object(pair))
          }, uniquingKeysWith: { $1 })),
    ])
  }

  private func found(_ fact: TaskCheck.Fact) -> String {
    "\(fact.found ?? "no") \(fact.subject)"
  }
}
