// SPDX-License-Identifier: Apache-2.0

import Fetching
import Suites
import Synchronization

/// Tells a person on standard error how a fetch goes: a line for what is done or went wrong, and on
/// a terminal one line below that is redrawn with bytes, rate and the time left.
final class FetchDisplay: Sendable {
  private struct State {
    var files: [String: (bytes: Int, total: Int?)] = [:]
    var start: (time: ContinuousClock.Instant, bytes: Int)?
    var lastDrawn: ContinuousClock.Instant?
    var lineIsOpen = false
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
  func show(_ event: FetchEvent) {
    state.withLock { state in
      switch event {
      case .waiting(let folder):
        say("waiting for another process that fetches into \(folder)", &state)
      case .progress(let file, let bytes, let total):
        state.files[file] = (bytes, total)
        draw(&state)
      case .retrying(let file, let reason, let delay):
        let seconds = formatSeconds(delay / .seconds(1))
        say("\(file): \(reason); trying again in \(seconds)", &state)
      case .mirrorFailed(_, let error): say("\(error); trying the next mirror", &state)
      case .verified(let file, let sha256):
        if isVerbose { say("\(file): SHA-256 \(sha256)", &state) }
      case .unpacking(let file, let task):
        if isVerbose { say("\(task.qualifiedName): unpacking \(file)", &state) }
      case .placed(let task): say("\(task.qualifiedName): in place", &state)
      case .failed(let task, let error): fail("\(task.qualifiedName): \(error)", &state)
      }
    }
  }

  private func draw(_ state: inout State) {
    guard !isQuiet, terminal.isInteractive else { return }
    let now = ContinuousClock.now
    let bytes = state.files.values.reduce(0) { $0 + $1.bytes }
    // Bytes of an earlier fetch did not come now: the rate begins with the first event.
    let start = state.start ?? (now, bytes)
    state.start = start
    if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
    state.lastDrawn = now
    let totals = state.files.values.map(\.total)
    let total = totals.contains(nil) ? nil : totals.compactMap(\.self).reduce(0, +)
    let rate = Double(bytes - start.bytes) / max((now - start.time) / .seconds(1), 0.001)
    var line = formatBytes(bytes)
    if let total { line += " of \(formatBytes(total))" }
    line += ", \(formatBytes(Int(rate)))/s"
    if let total, rate > 0 { line += ", \(formatSeconds(Double(total - bytes) / rate)) left" }
    terminal.write("\r\u{1B}[K" + line.prefix(terminal.columns - 1))
    state.lineIsOpen = true
  }

  private func say(_ line: String, _ state: inout State) {
    if !isQuiet { fail(line, &state) }
  }

  private func fail(_ line: String, _ state: inout State) {
    if state.lineIsOpen { terminal.write("\r\u{1B}[K") }
    state.lineIsOpen = false
    terminal.write(line + "\n")
  }
}
