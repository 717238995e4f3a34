// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Synchronization

@testable import Runner

/// The events of a run in words, phases once each.
final class EventLog: Sendable {
  private let words = Mutex<[String]>([])

  var lines: [String] { words.withLock { $0 } }

  func add(_ event: RunEvent) {
    let line: String? =
      switch event {
      case .planned(let cells):
        "planned " + cells.map(\.retriever.specification).joined(separator: " ")
      case .cellStarted(let cell, _): "started \(cell)"
      case .cellEnded(let cell, let outcome): "ended \(cell) \(outcome.kind)"
      case .progress(let progress): progress.phase.rawValue
      case .rescored: "rescored"
      case .warning(_, let text): "warning \(text)"
      case .log: nil
      }
    words.withLock { words in
      if let line, words.last != line { words.append(line) }
    }
  }
}
