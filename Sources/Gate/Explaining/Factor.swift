// SPDX-License-Identifier: Apache-2.0

public import RunStore

/// Something in which two experiments differ and that may explain their scores.
public struct Factor: Sendable, Hashable {
  /// What kind of thing it is.
  public enum Kind: Sendable, Hashable {
    /// A parameter that is written in a retriever's specification: it can be given to the other one.
    case parameter
    /// A parameter that follows from others, from the task or from the program.
    case derivedParameter
    /// The retriever's kind: all parameters go with it.
    case retriever
    /// A setting of the evaluation protocol.
    case protocolSetting
    /// How the run departed from the suite's declaration.
    case variant
    /// The data.
    case data
    /// The program, or its scoring code.
    case program
    /// Machine or profile, which must not change a ranking.
    case machine
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// Its name: a parameter's or setting's, or the kind in words.
  public var name: String
  /// What the first experiment has; empty for nothing.
  public var first: String
  /// What the second one has.
  public var second: String

  /// A factor.
  public init(_ kind: Kind, _ name: String, first: String, second: String) {
    self.kind = kind
    self.name = name
    self.first = first
    self.second = second
  }

  /// `b: 0.4 → 0.9`.
  public var text: String {
    func shown(_ value: String) -> String { value.isEmpty ? "none" : value }
    return "\(name): \(shown(first)) → \(shown(second))"
  }

  /// All factors in which two experiments differ, those that can be swapped first.
  public static func differing(_ first: Experiment, _ second: Experiment) -> [Factor] {
    let old = Specification(first.retriever)
    let new = Specification(second.retriever)
    var factors: [Factor] = []
    if old.name != new.name {
      factors.append(Factor(.retriever, "retriever", first: old.name, second: new.name))
    } else {
      factors += changes(.parameter, old.parameters, new.parameters) { name in
        (first.parameters[name] ?? "", second.parameters[name] ?? "")
      }
      let swappable = Set(factors.map(\.name))
      factors += changes(.derivedParameter, first.parameters, second.parameters)
        .filter { !swappable.contains($0.name) }
    }
    factors += changes(.protocolSetting, first.protocolSettings, second.protocolSettings)
    func add(_ kind: Kind, _ name: String, _ value: (Experiment) -> String) {
      guard value(first) != value(second) else { return }
      factors.append(Factor(kind, name, first: value(first), second: value(second)))
    }
    // How deep was searched is a setting of the protocol already.
    add(.variant, "variant") { experiment in
      experiment.variant.split(separator: ",").filter { !$0.hasPrefix("top-k=") }
        .joined(separator: ",")
    }
    add(.data, "data") { "\($0.counts.documents) documents, task hash \($0.hashes.task.prefix(8))" }
    add(.program, "program") { experiment in
      let commit = experiment.sourceCommit.prefix(12)
      return experiment.programVersion + (commit.isEmpty ? "" : " (\(commit))")
    }
    add(.program, "scoring code") { "version \($0.scoringVersion)" }
    add(.machine, "profile") { $0.profile }
    add(.machine, "machine") { $0.machine["cpu"] ?? $0.machine["model"] ?? "" }
    return factors
  }

  private static func changes(
    _ kind: Kind, _ first: [String: String], _ second: [String: String],
    values: (String) -> (String, String)? = { _ in nil }
  ) -> [Factor] {
    Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.sorted().map { name in
      let (old, new) = values(name) ?? (first[name] ?? "", second[name] ?? "")
      return Factor(kind, name, first: old, second: new)
    }
  }
}
