// SPDX-License-Identifier: Apache-2.0

/// How many tasks came out how.
struct CheckTally {
  private var counts: [CheckReport.Status: Int] = [:]

  /// Counts one task.
  mutating func count(_ status: CheckReport.Status) {
    counts[status, default: 0] += 1
  }

  /// Whether nothing that is there differs or is broken.
  var isClean: Bool { counts[.differs] == nil && counts[.broken] == nil }

  /// `30 tasks: 1 agrees, 29 absent`.
  var line: String {
    let total = counts.values.reduce(0, +)
    let parts = CheckReport.Status.allCases.compactMap { status in
      counts[status].map { "\($0) \(status.rawValue)" }
    }
    return "\(total) tasks: \(parts.joined(separator: ", "))\n"
  }
}
