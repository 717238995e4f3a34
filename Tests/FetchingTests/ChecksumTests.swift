// SPDX-License-Identifier: Apache-2.0

import Fetching
import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

private typealias Reply = LoopbackServer.Reply

@Suite struct `Checksums and mirrors` {
  let bytes = randomBytes(10_000)
  let wrong = randomBytes(10_000, seed: 2)

  @Test func `wrong bytes are an error, and nothing of them stays`() async throws {
    let server = try LoopbackServer { [wrong] in .file(wrong, tag: "a", for: $0) }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: bytes)
      let error = try await fetch(task, into: data)
      #expect(error?.code == .malformed && error?.file == server.address + "/data.bin")
      #expect(
        error?.problem == "found bytes with SHA-256 \(sha256(wrong)), expected \(sha256(bytes))")
      #expect(files(below: data) == [".bench/lock"])
    }
  }

  @Test func `an MD5 is checked where there is no better checksum`() async throws {
    let server = try LoopbackServer { request in
      Reply(200, Array((request.target == "/data.bin" ? "abc" : "abd").utf8))
    }
    try await withTemporaryFolder { data in
      var task = task(at: server.address + "/data.bin")
      task.downloads[0].md5 = "900150983cd24fb0d6963f7d28e17f72"
      try await expectFetched(task, into: data)
      var other = task
      other.folder = "toy/other"
      other.downloads[0].origin = .address(server.address + "/other", mirrors: [])
      let error = try await fetch(other, into: data)
      #expect(error?.problem.contains("MD5 4911e516e5aa21d327512e0c8b197616") == true)
    }
  }

  @Test func `mirrors are tried in their order`() async throws {
    let server = try LoopbackServer { [bytes, wrong] request in
      switch request.target {
      case "/1.bin": Reply(404)
      case "/2.bin": Reply(200, wrong)
      default: Reply(200, bytes)
      }
    }
    try await withTemporaryFolder { data in
      let address = server.address
      let task = task(
        at: address + "/1.bin", address + "/2.bin", address + "/3.bin", address + "/4.bin",
        content: bytes)
      let events = EventLog()
      try await expectFetched(task, into: data, events: events)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(server.requests.map(\.target) == ["/1.bin", "/2.bin", "/3.bin"])
      let failures = events.all.compactMap { event -> DataError.Code? in
        if case .mirrorFailed(_, let error) = event { error.code } else { nil }
      }
      #expect(failures == [.missing, .malformed])
      #expect(files(below: data + "/.bench/downloads").isEmpty)
    }
  }

  @Test func `where all mirrors fail, what may work another time is told`() async throws {
    let server = try LoopbackServer { Reply($0.target == "/1.bin" ? 404 : 503) }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/1.bin", server.address + "/2.bin")
      let error = try await fetch(task, into: data)
      #expect(error?.code == .temporary && error?.file == server.address + "/2.bin")
    }
  }

  @Test func `a checksum that nobody published is recorded and enforced`() async throws {
    let server = try LoopbackServer { [bytes, wrong] request in
      Reply(200, request.count == 0 || request.count == 2 ? bytes : wrong)
    }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin")
      try await expectFetched(task, into: data)
      let record = String(decoding: content(data + "/.bench/checksums.json") ?? [], as: UTF8.self)
      #expect(
        record
          == #"{"\#(server.address)/data.bin":{"bytes":10000,"sha256":"\#(sha256(bytes))"}}"# + "\n"
      )
      try FileManager.default.removeItem(atPath: data + "/toy")
      let error = try await fetch(task, into: data)
      #expect(error?.code == .malformed && error?.problem.contains("as on the first fetch") == true)
      #expect(!FileManager.default.fileExists(atPath: data + "/toy"))
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
    }
  }

  @Test func `notes of earlier fetches that are spoilt are not overwritten`() async throws {
    let server = try LoopbackServer { [bytes] _ in Reply(200, bytes) }
    try await withTemporaryFolder { data in
      try FileManager.default.createDirectory(
        atPath: data + "/.bench", withIntermediateDirectories: true)
      try Data("{\"x\":".utf8).write(to: URL(filePath: data + "/.bench/checksums.json"))
      await #expect(throws: DataError.self) {
        try await fetch(task(at: server.address + "/data.bin"), into: data)
      }
      #expect(content(data + "/.bench/checksums.json")?.count == 5)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `a disk that is too small is told before anything is asked for`() async throws {
    let server = try LoopbackServer { [bytes] _ in Reply(200, bytes) }
    try await withTemporaryFolder { data in
      var task = task(at: server.address + "/data.bin")
      task.downloads[0].bytes = 1 << 60
      let error = await #expect(throws: DataError.self) { try await fetch(task, into: data) }
      #expect(error?.code == .unwritable && error?.problem.contains("bytes free") == true)
      #expect(server.requests.isEmpty)
    }
  }
}
