// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Profiling
import Retrieval

/// Why a worker produced no result; the text is stored as the reason of the failed cell.
struct WorkerFailure: Error, Hashable, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = description
  }
}

/// How a worker process ended, as the operating system tells it.
enum WorkerEnd: Sendable, Hashable {
  case exited(Int32)
  case killed(Int32)
}

/// What a worker has said so far, and what follows from it and from the way it ended.
///
/// Pure: bytes in, messages and in the end a verdict out.
struct WorkerConversation: Sendable {
  /// The longest message; no true one comes near.
  private static let longestLine = 1 << 20
  /// How much of standard error is kept for the reason of a failure.
  private static let longestLastWord = 400

  private(set) var phase = Phase.loading
  /// Documents or queries of the present phase, where known.
  private(set) var total: Int?
  private(set) var isOver = false
  /// What became of the limits of a profile.
  private(set) var limits: [ProfileLimit] = []
  private var verdict: Result<WorkerResult, any Error>?
  private var output = LineSplitter(limit: longestLine)
  private var log = LineSplitter(limit: 1 << 16)
  private var lastWord = ""

  /// Takes what came from standard output and returns the messages in it.
  mutating func hear(_ bytes: UnsafeRawBufferPointer) -> [WorkerMessage] {
    guard !isOver else { return [] }
    var messages: [WorkerMessage] = []
    for line in output.split(bytes) {
      guard let message = try? JSONDecoder().decode(WorkerMessage.self, from: Data(line)) else {
        let sample = String(decoding: line.prefix(60), as: UTF8.self)
        end(.failure(WorkerFailure("worker said something that is no message \(place): \(sample)")))
        return messages
      }
      note(message)
      messages.append(message)
      if isOver { return messages }
    }
    if output.isOverfull {
      end(.failure(WorkerFailure("worker sent a message without end \(place)")))
    }
    return messages
  }

  /// Takes what came from standard error and returns the lines in it.
  mutating func overhear(_ bytes: UnsafeRawBufferPointer) -> [String] {
    let lines = log.split(bytes).map { String(decoding: $0, as: UTF8.self) }
    for line in lines { note(lastWord: line) }
    return lines
  }

  /// Keeps the last line, or the one in which Swift's runtime says why it stops: what follows that
  /// is a stack trace.
  private mutating func note(lastWord line: String) {
    if lastWord.contains("Fatal error: ") || line.allSatisfy(\.isWhitespace) { return }
    lastWord = String(line.prefix(Self.longestLastWord))
  }

  /// The time limit has passed.
  mutating func timeOut(after limit: Duration) {
    guard !isOver else { return }
    let seconds = limit.components.seconds
    end(.failure(WorkerFailure("worker killed after its time limit of \(seconds) s \(place)")))
  }

  /// The verdict once the process has ended.
  ///
  /// - Throws: ``WorkerFailure`` or `DataError`.
  func conclude(_ processEnd: WorkerEnd) throws -> WorkerResult {
    if let verdict { return try verdict.get() }
    let lastWords = lastWord.isEmpty ? "" : "; its last words: \(lastWord)"
    switch processEnd {
    case .killed(let signal):
      throw WorkerFailure("worker killed by \(signalName(signal)) \(place)\(lastWords)")
    case .exited(0):
      throw WorkerFailure("worker ended without a result \(place)\(lastWords)")
    case .exited(let code):
      throw WorkerFailure("worker exited with code \(code) \(place)\(lastWords)")
    }
  }

  private var place: String { "while \(phase.rawValue)" }

  private mutating func note(_ message: WorkerMessage) {
    switch message {
    case .phase(let next, let count):
      phase = next
      total = count
    case .confined(let limits): self.limits = limits
    case .progress: break
    case .result(let result): end(.success(result))
    case .failure(let reason): end(.failure(WorkerFailure(reason)))
    case .dataFailure(let failure): end(.failure(failure.error))
    }
  }

  private mutating func end(_ verdict: Result<WorkerResult, any Error>) {
    self.verdict = verdict
    isOver = true
  }
}

/// Cuts a stream of bytes into lines, holding back an unfinished one.
struct LineSplitter: Sendable {
  private let limit: Int
  private var rest: [UInt8] = []
  /// Whether a line was longer than the limit; what came of it is dropped.
  private(set) var isOverfull = false

  init(limit: Int) {
    self.limit = limit
  }

  mutating func split(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = 0
    for (position, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(rest + bytes[start..<position])
      rest = []
      start = position + 1
    }
    rest += bytes[start...]
    if rest.count > limit {
      isOverfull = true
      rest = []
    }
    return lines
  }
}

/// `signal 9 (SIGKILL)`.
func signalName(_ signal: Int32) -> String {
  let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE",
    9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU",
    25: "SIGXFSZ",
  ]
  return names[signal].map { "signal \(signal) (\($0))" } ?? "signal \(signal)"
}
