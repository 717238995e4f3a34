// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Disks that refuse to be written, made of small memory file systems in a mount namespace.
@Suite(.enabled(if: MountNamespace.isAvailable, "needs unshare and the right to mount"))
struct FullDiskTests {
  @Test(arguments: [("size=64k", "full disk"), ("size=64k,ro", "read-only disk")])
  func `a disk that cannot be written ends in an error, not a crash`(
    options: String, name: String
  ) throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let disk = folder + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      let outcome = try BuiltProgram().run(
        task.runArguments(store: disk + "/s.sqlite"),
        wrapper: MountNamespace.command(mounting: disk, options: options))
      #expect([1, 73, 74].contains(outcome.status), "\(name): \(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains(disk), "\(name): \(outcome.errors)")
    }
  }

  @Test func `a disk that is full while a part of an index is spilled is an error`() throws {
    try withTemporaryFolder { folder in
      var generator = SeededGenerator(seed: 21)
      let corpus = (0..<8000).map { document in
        let words = (0..<40).map { _ in
          String(UInt32.random(in: 0...99_999, using: &generator), radix: 36)
        }
        return #"{"_id": "d\#(document)", "text": "\#(words.joined(separator: " "))"}"#
      }
      let task = try TinyTask(
        in: folder,
        replacing: ["corpus.jsonl": Data(corpus.joined(separator: "\n").utf8)])
      let disk = folder + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      let outcome = try BuiltProgram().run(
        task.runArguments(store: disk + "/s.sqlite", ["--memory", "1"]),
        wrapper: MountNamespace.command(mounting: disk, options: "size=1m"))
      #expect(outcome.status == 73, "\(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains("temporary file cannot be written"), "\(outcome.errors)")
      #expect(outcome.errors.contains("make room on that file system"), "\(outcome.errors)")
    }
  }

  @Test func `data that does not fit on its disk is not asked for`() throws {
    let archive = FetchSuite.tinyArchive("tiny")
    let server = try LoopbackServer { .file(archive, tag: "a", for: $0) }
    try withTemporaryFolder { folder in
      let suite = try FetchSuite(
        in: folder,
        tasks: [FetchSuite.archiveTask("tiny", at: server.address, archive, bytes: 100_000)])
      try FileManager.default.createDirectory(
        atPath: suite.data, withIntermediateDirectories: true)
      let outcome = try suite.run(
        ["fetch", "--suite", "toy"],
        wrapper: MountNamespace.command(mounting: suite.data, options: "size=256k"))
      #expect(outcome.status == 73, "\(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains("bytes free on its disk, expected room for 400000"))
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `a site that does not fit on its disk is an error`() throws {
    try withTemporaryFolder { folder in
      let task = try TinyTask(in: folder)
      let store = folder + "/s.sqlite"
      let run = try BuiltProgram().run(task.runArguments(store: store))
      #expect(run.status == 0, "\(run.errors)")
      let disk = folder + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      let outcome = try BuiltProgram().run(
        ["site", "--store", store, "--out", disk + "/site"],
        wrapper: MountNamespace.command(mounting: disk, options: "size=16k"))
      #expect([73, 74].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains(disk), "\(outcome.errors)")
    }
  }
}

/// Runs a command with a memory file system mounted somewhere that only it sees.
enum MountNamespace {
  static let isAvailable: Bool = {
    guard
      let process = try? Process.run(
        URL(filePath: "/usr/bin/env"), arguments: ["unshare", "-rm", "true"])
    else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  static func command(mounting folder: String, options: String) -> [String] {
    [
      "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o \(options) none '\(folder)' && exec \"$@\"",
      "sh",
    ]
  }
}
