// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Times one piece of bench in this process, one thread, and prints JSON seconds as the peers do.
///
///     measure evaluate RUN QRELS REPETITIONS
///     measure json-lines CORPUS REPETITIONS
///     measure json-decoder CORPUS REPETITIONS
///     measure index CORPUS FOLDER REPETITIONS
///     measure search FOLDER QUERIES HITS REPETITIONS
///     measure fm-index FOLDER TOKENS REPETITIONS
///     measure generate FOLDER DOCUMENTS
///     measure tokenize CORPUS TOKENIZER REPETITIONS
///     measure encode CORPUS MODEL THREADS
///     measure splade CORPUS MODEL
///     measure write MODEL
///     measure vectors FOLDER WAY DEPTH REPETITIONS
///     measure maxsim FOLDER FORMAT QUERIES
///     measure plaid FOLDER BITS THREADS
///     measure impacts FOLDER
///     measure permutations QUERIES MEASURES PERMUTATIONS THREADS REPETITIONS
@main enum Measure {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch (arguments.first, arguments.count) {
      case ("evaluate", 4):
        try evaluate(run: arguments[1], qrels: arguments[2], repetitions: count(arguments[3]))
      case ("json-lines", 3):
        try scanJSONLines(arguments[1], repetitions: count(arguments[2]))
      case ("json-decoder", 3):
        try decodeJSONLines(arguments[1], repetitions: count(arguments[2]))
      case ("index", 4):
        try await index(arguments[1], into: arguments[2], repetitions: count(arguments[3]))
      case ("search", 5):
        try await search(
          arguments[1], queries: arguments[2], hits: count(arguments[3]),
          repetitions: count(arguments[4]))
      case ("fm-index", 4):
        try indexTokens(
          arguments[1], tokens: count(arguments[2]), repetitions: count(arguments[3]))
      case ("generate", 3):
        try generate(arguments[1], documents: count(arguments[2]))
      case ("tokenize", 4):
        try tokenize(arguments[1], with: arguments[2], repetitions: count(arguments[3]))
      case ("encode", 4):
        try encode(arguments[1], with: arguments[2], threads: count(arguments[3]))
      case ("splade", 3):
        try encodeSparse(arguments[1], with: arguments[2])
      case ("write", 2):
        try write(arguments[1])
      case ("vectors", 5):
        try await searchVectors(
          arguments[1], way: arguments[2], depth: count(arguments[3]),
          repetitions: count(arguments[4]))
      case ("maxsim", 4):
        try searchMaxSim(arguments[1], format: arguments[2], queries: count(arguments[3]))
      case ("plaid", 4):
        try await searchCompressed(
          arguments[1], bits: count(arguments[2]), threads: count(arguments[3]))
      case ("impacts", 2):
        try await impacts(arguments[1])
      case ("permutations", 6):
        try permute(
          queries: count(arguments[1]), measures: count(arguments[2]),
          permutations: count(arguments[3]), threads: count(arguments[4]),
          repetitions: count(arguments[5]))
      default:
        print("usage: see Measure.swift")
        exit(64)
      }
    } catch {
      FileHandle.standardError.write(Data("measure: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func count(_ text: String) -> Int { Int(text) ?? 5 }

  /// Wall seconds of each of `repetitions` calls, after `warmUps` calls that do not count.
  static func seconds(
    repetitions: Int, warmUps: Int = 1, _ body: () async throws -> Void
  ) async rethrows -> [Double] {
    var seconds: [Double] = []
    for repetition in -warmUps..<repetitions {
      let start = ContinuousClock.now
      try await body()
      let elapsed = ContinuousClock.now - start
      if repetition >= 0 { seconds.append(elapsed / .seconds(1)) }
    }
    return seconds
  }

  /// Wall seconds of each of `repetitions` calls, after one call that does not count.
  static func seconds(repetitions: Int, _ body: () throws -> Void) rethrows -> [Double] {
    try body()
    return try (0..<repetitions).map { _ in
      let start = ContinuousClock.now
      try body()
      return (ContinuousClock.now - start) / .seconds(1)
    }
  }

  /// Prints the seconds and more figures as one JSON object.
  static func report(_ seconds: [Double], _ more: [String: Any] = [:]) throws {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let figures: [String: Any] = ["seconds": seconds, "peak_bytes": Int(usage.ru_maxrss) * 1024]
    let object = figures.merging(more) { $1 }
    print(String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self))
  }
}
