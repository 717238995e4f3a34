// SPDX-License-Identifier: Apache-2.0

import RunStore
import Runner
import Synchronization

/// Tells a person on standard error how a run goes: a line a finished cell, and on a terminal one
/// line below that is redrawn with what is done, how fast, and the time left.
final class RunDisplay: Sendable {
  private struct State {
    var cells: [PlannedCell] = []
    var lineIsOpen = false
    var lastDrawn: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let terminal = Terminal.standardError
  private let isQuiet: Bool
  private let isVerbose: Bool

  init(_ options: OutputOptions) {
    isQuiet = options.quiet
    isVerbose = options.verbose
  }

  /// Shows one event; safe from any thread.
  func show(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .planned(let cells):
        state.cells = cells
      case .warning(let task, let text):
        say("warning: \(task.qualifiedName): \(text)", &state)
      case .rescored(let experiment):
        guard !isQuiet else { return }
        say("scored again from the stored rankings: \(describe(experiment))", &state)
      case .cellStarted(let position, let cell):
        guard isVerbose else { return }
        say("\(place(position, state)) \(describe(cell)): started", &state)
      case .progress(let progress): draw(progress, &state)
      case .log(let position, let line):
        guard isVerbose, state.cells.indices.contains(position) else { return }
        say("\(state.cells[position].retriever.name): \(line)", &state)
      case .cellEnded(let position, let outcome):
        finish(position, outcome, &state)
      }
    }
  }

  private func finish(_ position: Int, _ outcome: CellOutcome, _ state: inout State) {
    let place = place(position, state)
    switch outcome {
    case .done(let experiment):
      guard !isQuiet else { return clear(&state) }
      let cost = experiment.cost
      let seconds = formatSeconds(cost.indexSeconds + cost.searchSeconds)
      say("\(place) \(describe(experiment)): done in \(seconds)", &state)
    case .skipped(let experiment):
      guard !isQuiet else { return clear(&state) }
      say("\(place) \(describe(experiment)): done before (--fresh runs it again)", &state)
    case .failed(let experiment):
      say("\(place) \(describe(experiment)): failed: \(experiment.reason)", &state)
    case .unavailable(let cell, let error):
      say("\(place) \(describe(cell)): \(error)", &state)
    }
  }

  private func draw(_ progress: RunEvent.Progress, _ state: inout State) {
    guard !isQuiet, terminal.isInteractive, state.cells.indices.contains(progress.cell) else {
      return
    }
    let now = ContinuousClock.now
    if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
    state.lastDrawn = now
    let unit = progress.phase == .searching ? "queries" : "documents"
    var line = "\(place(progress.cell, state)) \(describe(state.cells[progress.cell])): "
    line += "\(progress.phase.rawValue) \(progress.done)"
    if let total = progress.total { line += "/\(total)" }
    line += " \(unit), \(Int(progress.rate)) per second"
    if let left = progress.secondsLeft { line += ", \(formatSeconds(left)) left" }
    terminal.write("\r" + String(line.prefix(terminal.columns - 1)) + "\u{1B}[K")
    state.lineIsOpen = true
  }

  private func say(_ line: String, _ state: inout State) {
    clear(&state)
    terminal.write(line + "\n")
  }

  private func clear(_ state: inout State) {
    guard state.lineIsOpen else { return }
    terminal.write("\r\u{1B}[K")
    state.lineIsOpen = false
  }

  private func place(_ position: Int, _ state: State) -> String {
    "[\(position + 1)/\(state.cells.count)]"
  }

  private func describe(_ cell: PlannedCell) -> String {
    "\(cell.task.qualifiedName) \(cell.retriever.specification)"
  }

  private func describe(_ experiment: Experiment) -> String {
    "\(experiment.suite)/\(experiment.task) \(experiment.retriever)"
  }
}
