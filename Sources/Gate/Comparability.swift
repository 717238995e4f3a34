// SPDX-License-Identifier: Apache-2.0

/// Whether the values of two sides may be compared, and if not, why.
struct Comparability {
  let baseline: TaskScores
  let candidate: TaskScores

  /// Why they may not be compared at all; empty where they may.
  var reasons: [String] {
    var reasons: [String] = []
    if baseline.isStale { reasons.append("the baseline is stale: save it again") }
    if candidate.isStale { reasons.append("the candidate is stale: run it again") }
    if baseline.taskHash != candidate.taskHash {
      reasons.append("the data differs (task hash \(hashes(\.taskHash)))" + counts)
    }
    if baseline.protocolHash != candidate.protocolHash {
      reasons.append(
        "the evaluation protocol differs (protocol hash \(hashes(\.protocolHash)))"
          + changes(\.protocolSettings))
    }
    if baseline.scoringVersion != candidate.scoringVersion {
      reasons.append(
        "the values were computed by different scoring code (version \(baseline.scoringVersion) "
          + "and \(candidate.scoringVersion)): save the baseline again")
    }
    if baseline.variant != candidate.variant {
      reasons.append(
        "the runs depart differently from the suite (\(named(baseline.variant)) and "
          + "\(named(candidate.variant)))")
    }
    return reasons
  }

  /// What differs and may well differ, but must be said.
  var notes: [String] {
    var notes: [String] = []
    if baseline.program != candidate.program {
      notes.append(
        "the program changed from \(named(baseline.program)) to \(named(candidate.program))")
    }
    if baseline.retrieverHash != candidate.retrieverHash {
      let isOther =
        Specification(baseline.retriever).name != Specification(candidate.retriever).name
      let changes = isOther ? "" : changes(\.parameters)
      notes.append(
        "the retriever changed"
          + (changes.isEmpty ? " from \(baseline.retriever) to \(candidate.retriever)" : changes))
    }
    if candidate.missing > 0, candidate.missing <= baseline.missing {
      notes.append("\(candidate.missing) judged queries have no ranking, as in the baseline")
    }
    return notes
  }

  /// Why costs may not be compared; nil where they may.
  func costReason(_ cost: Cost) -> String? {
    if baseline.profile != candidate.profile {
      return
        "the hardware profile differs (\(named(baseline.profile)) and \(named(candidate.profile)))"
    }
    guard cost.isMachines else { return nil }
    if baseline.machine != candidate.machine {
      return "the runs come from different machines" + changes(\.machine)
    }
    return Self.nonconformance(baseline, "baseline")
      ?? Self.nonconformance(candidate, "candidate")
  }

  /// Why a side's cost is not that of its profile; nil where it is.
  static func nonconformance(_ side: TaskScores, _ name: String) -> String? {
    guard !side.nonconformance.isEmpty else { return nil }
    return "the \(name) does not conform to its profile \(side.profile): "
      + side.nonconformance.joined(separator: "; ")
  }

  private var counts: String {
    var differing: [String] = []
    if baseline.documents != candidate.documents {
      differing.append("\(baseline.documents) and \(candidate.documents) documents")
    }
    if baseline.queryIDs.count != candidate.queryIDs.count {
      differing.append("\(baseline.queryIDs.count) and \(candidate.queryIDs.count) judged queries")
    }
    return differing.isEmpty ? "" : ": " + differing.joined(separator: ", ")
  }

  private func hashes(_ hash: KeyPath<TaskScores, String>) -> String {
    func short(_ hash: String) -> String { hash.isEmpty ? "unknown" : String(hash.prefix(8)) }
    return "\(short(baseline[keyPath: hash])) and \(short(candidate[keyPath: hash]))"
  }

  /// `: k1 0.9 → 1.2, b 0.4 → 0.9`; empty where nothing differs.
  private func changes(_ settings: KeyPath<TaskScores, [String: String]>) -> String {
    let (old, new) = (baseline[keyPath: settings], candidate[keyPath: settings])
    let differing = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    guard !differing.isEmpty else { return "" }
    return ": "
      + differing.map { "\($0) \(named(old[$0] ?? "")) → \(named(new[$0] ?? ""))" }
      .joined(separator: ", ")
  }

  private func named(_ text: String) -> String { text.isEmpty ? "none" : text }
}
