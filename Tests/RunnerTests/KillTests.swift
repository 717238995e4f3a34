// SPDX-License-Identifier: Apache-2.0

import FaultyRetrievers
import Foundation
import RunStore
import Suites
import TestSupport
import Testing

@testable import Runner

/// SIGKILL of the whole program, not of a worker.
@Suite struct `A run that is killed` {
  private static let retrievers = ["overlap", "overlap:weight=2.0", "overlap:weight=3.0"]
  private static let tasks = ["one", "two"]

  @Test func `at twenty random moments keeps every finished cell and can be continued`() throws {
    try withTemporaryFolder { folder in
      try writeTasks(below: folder)
      let whole = try launch(folder, store: "whole")
      let events = try readLines(whole).count
      whole.process.waitUntilExit()
      let expected = try cells(folder, store: "whole")
      #expect(expected.count == 6)
      var generator = SeededGenerator(seed: 2026)
      for round in 0..<20 {
        let run = try launch(folder, store: "killed-\(round)")
        // Moments are counted in events, so that a slow machine is killed as often as a fast one.
        let moment = Int.random(in: 0..<events, using: &generator)
        let heard = try readLines(run, atMost: moment)
        kill(run.process.processIdentifier, SIGKILL)
        run.process.waitUntilExit()
        let finished = heard.count { $0.hasPrefix("ended") }
        let kept = try cells(folder, store: "killed-\(round)")
        #expect(kept.count >= finished && kept.count <= finished + 1, "round \(round)")
        #expect(kept.allSatisfy { expected[$0.key] == $0.value }, "round \(round)")
        let rest = try launch(folder, store: "killed-\(round)")
        _ = try readLines(rest)
        rest.process.waitUntilExit()
        #expect(rest.process.terminationStatus == 0, "round \(round)")
        #expect(try cells(folder, store: "killed-\(round)") == expected, "round \(round)")
        #expect(try leftovers(folder, store: "killed-\(round)").isEmpty, "round \(round)")
      }
    }
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/proc/self/status"), "looks into /proc"))
  func `takes its worker along`() throws {
    try withTemporaryFolder { folder in
      try writeTasks(below: folder)
      let run = try launch(folder, store: "s", retrievers: ["faulty:fault=hangs"])
      // The worker says that it searches, and then never says anything again.
      var line = ""
      while !line.hasPrefix("progress 0 searching") {
        line = try #require(try readLines(run, atMost: 1).first)
      }
      let workers = try children(of: run.process.processIdentifier)
      #expect(workers.count == 1)
      kill(run.process.processIdentifier, SIGKILL)
      run.process.waitUntilExit()
      #expect(workers.allSatisfy { isGoneSoon($0) })
    }
  }

  private struct Launched {
    let process: Process
    let output: FileHandle
  }

  private func launch(
    _ folder: String, store: String, retrievers: [String] = retrievers
  ) throws -> Launched {
    let process = Process()
    process.executableURL = URL(filePath: Bench.worker)
    process.arguments =
      ["run", "\(folder)/\(store)/s.sqlite", folder, Self.tasks.joined(separator: ",")] + retrievers
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    return Launched(process: process, output: pipe.fileHandleForReading)
  }

  /// Reads lines until there are enough or no more.
  private func readLines(_ run: Launched, atMost limit: Int = .max) throws -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    while lines.count < limit, let byte = try run.output.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") {
        lines.append(String(decoding: line, as: UTF8.self))
        line = []
      } else {
        line.append(byte)
      }
    }
    return lines
  }

  private func writeTasks(below folder: String) throws {
    for name in Self.tasks {
      var task = TinyTask()
      task.name = name
      task.documents.append((name, "", "red pie"))
      try task.write(below: folder)
    }
  }

  /// Scores of every done cell.
  private func cells(_ folder: String, store: String) throws -> [String: [Experiment.Score]] {
    let path = "\(folder)/\(store)/s.sqlite"
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let done = try RunStore(path: path).experiments().filter { $0.status == .done }
    return Dictionary(uniqueKeysWithValues: done.map { ("\($0.task) \($0.retriever)", $0.scores) })
  }

  private func leftovers(_ folder: String, store: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(store)/work")
  }

  private func children(of process: Int32) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter {
      let status = (try? String(contentsOfFile: "/proc/\($0)/status", encoding: .utf8)) ?? ""
      return status.contains("\nPPid:\t\(process)\n")
    }
  }

  /// Waits half a minute at most for a process that is not our child, and cannot be waited for.
  private func isGoneSoon(_ process: Int32) -> Bool {
    for _ in 0..<3000 {
      let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
      if status.isEmpty || status.contains("\nState:\tZ") { return true }
      poll(nil, 0, 10)
    }
    return false
  }
}

@Suite struct `A run that is interrupted` {
  @Test func `kills its worker, keeps what was finished and stores no failure`() async throws {
    try await Bench.with("overlap", "faulty:fault=hangs", "overlap:weight=2.0") { bench in
      let isSearching = AsyncStream.makeStream(of: Void.self)
      let run = Task { [bench] in
        try await bench.run { event in
          if case .progress(let progress) = event, progress.cell == 1,
            progress.phase == .searching
          {
            isSearching.continuation.finish()
          }
        }
      }
      for await _ in isSearching.stream {}
      run.cancel()
      await #expect(throws: CancellationError.self) { try await run.value }
      let stored = try bench.store.experiments()
      #expect(stored.map(\.retriever) == ["overlap"] && stored.map(\.status) == [.done])
      #expect(bench.leftovers.isEmpty)
    }
  }
}

@Suite struct `The folder for indexes` {
  @Test func `loses what a killed runner left, and nothing of a living one`() throws {
    try withTemporaryFolder { folder in
      let store = folder + "/s.sqlite"
      let alive = try Workplace(besideStore: store)
      let cell = try alive.cellFolder()
      let abandoned = folder + "/work/abandoned"
      try FileManager.default.createDirectory(
        atPath: abandoned, withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: abandoned + "/lock"))
      let other = try Workplace(besideStore: store)
      #expect(!FileManager.default.fileExists(atPath: abandoned))
      #expect(FileManager.default.fileExists(atPath: cell + "/index"))
      #expect(other.folder != alive.folder)
    }
  }
}

@Suite struct `The signature of data` {
  @Test func `changes with name, size and time of a file, and with how it is read`() throws {
    try withTemporaryFolder { folder in
      try Data("one".utf8).write(to: URL(filePath: folder + "/a"))
      func signature(_ reading: [String: String] = [:]) -> String? {
        DataSignature(folder: folder, reading: reading)?.value
      }
      let first = try #require(signature())
      #expect(signature() == first)
      #expect(signature(["split": "dev"]) != first)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: folder + "/a")
      let older = try #require(signature())
      #expect(older != first)
      try FileManager.default.moveItem(atPath: folder + "/a", toPath: folder + "/b")
      #expect(signature() != older)
    }
  }

  @Test func `proves nothing while files are fresh, or behind linked folders`() throws {
    try withTemporaryFolder { folder in
      #expect(DataSignature(folder: folder + "/none", reading: [:]) == nil)
      #expect(DataSignature(folder: folder, reading: [:]) == nil)
      let data = folder + "/data"
      try FileManager.default.createDirectory(
        atPath: data + "/real", withIntermediateDirectories: true)
      try Data("one".utf8).write(to: URL(filePath: data + "/real/a"))
      #expect(DataSignature(folder: data, reading: [:])?.isTooFresh == true)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
        ofItemAtPath: data + "/real/a")
      #expect(DataSignature(folder: data, reading: [:])?.isTooFresh == false)
      try FileManager.default.createSymbolicLink(
        atPath: data + "/linked", withDestinationPath: data + "/real")
      #expect(DataSignature(folder: data, reading: [:]) == nil)
    }
  }
}
