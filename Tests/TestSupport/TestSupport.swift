// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Where tests find real data, golden files and a folder to write in.
public enum TestData {
  /// Root of the repository, from this file's own place.
  public static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Folder with real evaluation data: `$BENCH_DATA`, else `../shared/data` beside the repository.
  public static let data: URL =
    ProcessInfo.processInfo.environment["BENCH_DATA"].map { URL(filePath: $0) }
    ?? repository.deletingLastPathComponent().appending(path: "shared/data")

  /// Folder with reference runs, beside the data folder.
  public static let reference = data.deletingLastPathComponent().appending(path: "reference")

  /// Whether `path` below the data folder is there; for `.enabled(if:)`.
  public static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: data.appending(path: path).path)
  }
}

/// Calls `body` with the path of a fresh folder and removes it afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "bench-test-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// Calls `body` with the path of a fresh folder and removes it afterwards.
public func withTemporaryFolder<Result: Sendable>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "bench-test-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder.path)
}

/// A small seeded generator (SplitMix64), so that a failing random case can be run again.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator that always gives the same numbers for the same seed.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
