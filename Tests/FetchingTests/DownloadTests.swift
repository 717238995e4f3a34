// SPDX-License-Identifier: Apache-2.0

import Fetching
import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

private typealias Reply = LoopbackServer.Reply

@Suite struct `Downloading a file` {
  let bytes = randomBytes(200_000)

  @Test func `a file arrives whole and leaves nothing else`() async throws {
    let server = try LoopbackServer { [bytes] in .file(bytes, tag: "a", for: $0) }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: bytes)
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(files(below: data + "/.bench/downloads").isEmpty)
      #expect(files(below: data + "/.bench/staging").isEmpty)
      try await expectFetched(task, into: data)
      #expect(server.requests.count == 1, "what is there is not fetched again")
    }
  }

  @Test func `an empty file is a file`() async throws {
    let server = try LoopbackServer { _ in Reply() }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin"), into: data)
      #expect(content(data + "/toy/one/data.bin") == [])
    }
  }

  @Test func `a dropped connection is resumed where it broke`() async throws {
    let server = try LoopbackServer { [bytes] request in
      let reply = Reply.file(bytes, tag: "a", for: request)
      return request.count < 3 ? reply.dropped(after: 50_000) : reply
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin", content: bytes), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(server.requests.map { $0.rangeStart ?? 0 } == [0, 50_000, 100_000, 150_000])
      #expect(server.requests.dropFirst().allSatisfy { $0.headers["if-range"] == "\"a\"" })
    }
  }

  @Test func `a server that ignores ranges is read from the start again`() async throws {
    let server = try LoopbackServer { [bytes] request in
      let reply = Reply(200, bytes)
      return request.count < 2 ? reply.dropped(after: 120_000) : reply
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin", content: bytes), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(server.requests.map(\.rangeStart) == [nil, 120_000, 120_000])
    }
  }

  @Test func `a beginning that nothing can vouch for is not continued`() async throws {
    let server = try LoopbackServer { [bytes] request in
      let reply = Reply.file(bytes, tag: nil, for: request)
      return request.count == 0 ? reply.dropped(after: 120_000) : reply
    }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin")
      var settings = quickSettings()
      settings.attempts = 1
      let error = try await fetch(task, into: data, settings)
      #expect(error?.code == .temporary)
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(server.requests.map(\.rangeStart) == [nil, nil])
    }
  }

  @Test func `nor is it within one fetch`() async throws {
    let newer = randomBytes(200_000, seed: 2)
    let server = try LoopbackServer { [bytes] request in
      request.count == 0
        ? Reply.file(bytes, tag: nil, for: request).dropped(after: 120_000)
        : .file(newer, tag: nil, for: request)
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin"), into: data)
      #expect(content(data + "/toy/one/data.bin") == newer)
    }
  }

  @Test func `a file that changes between two parts is never half the one, half the other`()
    async throws
  {
    let newer = randomBytes(180_000, seed: 2)
    let server = try LoopbackServer { [bytes] request in
      request.count == 0
        ? Reply.file(bytes, tag: "a", for: request).dropped(after: 70_000)
        : .file(newer, tag: "b", for: request)
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin"), into: data)
      #expect(content(data + "/toy/one/data.bin") == newer)
      #expect(server.requests.map(\.rangeStart) == [nil, 70_000])
    }
  }

  @Test func `a part with another entity tag is not appended`() async throws {
    let newer = randomBytes(200_000, seed: 2)
    let server = try LoopbackServer { [bytes] request in
      guard request.count > 0 else {
        return Reply.file(bytes, tag: "a", for: request).dropped(after: 70_000)
      }
      // Answers with a part although If-Range names a file that is gone.
      guard let start = request.rangeStart else { return .file(newer, tag: "b", for: request) }
      return Reply(
        206, Array(newer[start...]),
        headers: ["ETag: \"b\"", "Content-Range: bytes \(start)-199999/200000"])
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin"), into: data)
      #expect(content(data + "/toy/one/data.bin") == newer)
    }
  }

  @Test func `parts that never fit together end in an error`() async throws {
    let server = try LoopbackServer { _ in
      Reply(206, [1, 2, 3], headers: ["Content-Range: bytes 7-9/10"])
    }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == .malformed && error?.problem.contains("do not fit") == true)
      #expect(server.requests.count == 5)
    }
  }

  @Test func `a connection that stands still is given up and resumed`() async throws {
    let server = try LoopbackServer { [bytes] request in
      let reply = Reply.file(bytes, tag: "a", for: request)
      return request.count == 0 ? reply.dripped(bytes: 60_000, pause: .seconds(4)) : reply
    }
    try await withTemporaryFolder { data in
      let events = EventLog()
      let task = task(at: server.address + "/data.bin", content: bytes)
      try await expectFetched(task, into: data, events: events)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(server.requests.map(\.rangeStart) == [nil, 60_000])
      #expect(events.retries.count == 1)
    }
  }

  @Test func `a server that announces more than it sends is asked again, and given up`()
    async throws
  {
    let server = try LoopbackServer { _ in
      var reply = Reply(200, [1, 2, 3])
      reply.declaredLength = 5
      return reply
    }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == .temporary)
      #expect(server.requests.count == 5)
      #expect(!FileManager.default.fileExists(atPath: data + "/toy"))
    }
  }

  @Test func `a server that says nothing of the size is believed when the connection ends`()
    async throws
  {
    let server = try LoopbackServer { [bytes] _ in
      var reply = Reply(200, bytes)
      reply.declaredLength = nil
      return reply
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin"), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
    }
  }

  @Test func `less than the manifest's size is not the end, whatever the server says`()
    async throws
  {
    let server = try LoopbackServer { [bytes] request in
      var reply = Reply.file(bytes, tag: "a", for: request)
      reply.declaredLength = nil
      return request.count == 0 ? reply.dropped(after: 1000) : reply
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin", content: bytes), into: data)
      #expect(server.requests.map(\.rangeStart) == [nil, 1000])
    }
  }

  @Test(arguments: [199_999, 200_001, 1, 1 << 40])
  func `a size other than the manifest's is refused before the body`(declared: Int) async throws {
    let server = try LoopbackServer { [bytes] _ in
      var reply = Reply(200, bytes)
      reply.declaredLength = declared
      return reply
    }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: bytes)
      let error = try await fetch(task, into: data)
      #expect(error?.code == .malformed)
      #expect(error?.problem == "found a file of \(declared) bytes, expected 200000")
      #expect(server.requests.count == 1)
    }
  }

  @Test func `more bytes than the manifest's are refused while they come`() async throws {
    let server = try LoopbackServer { [bytes] _ in
      var reply = Reply(200, bytes + bytes)
      reply.declaredLength = nil
      return reply
    }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: bytes)
      let error = try await fetch(task, into: data)
      #expect(error?.code == .malformed && error?.problem.contains("more than") == true)
    }
  }

  @Test(arguments: 0..<20)
  func `what is interrupted anywhere and resumed equals the original`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let original = randomBytes(Int.random(in: 1...300_000, using: &random), seed: seed)
    let drops = (0..<8).map { _ in Int.random(in: 0...original.count, using: &random) }
    let isHonest = (0..<8).map { _ in Bool.random(using: &random) }
    let server = try LoopbackServer { request in
      guard request.count < 8 else { return .file(original, tag: "a", for: request) }
      let reply =
        isHonest[request.count]
        ? Reply.file(original, tag: "a", for: request)
        : Reply(200, original, headers: ["ETag: \"a\""])
      return reply.dropped(after: drops[request.count])
    }
    let isKnown = seed.isMultiple(of: 2)
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: isKnown ? original : nil)
      var settings = quickSettings()
      settings.attempts = 2
      // Each fetch may give up; the next goes on where it was.
      var error: DataError?
      for _ in 0..<10 {
        error = try await fetch(task, into: data, settings)
        if error == nil { break }
        #expect(!FileManager.default.fileExists(atPath: data + "/toy"))
      }
      #expect(error == nil)
      #expect(content(data + "/toy/one/data.bin") == original)
    }
  }

  @Test func `a cancelled fetch leaves what the next one continues`() async throws {
    let server = try LoopbackServer { [bytes] request in
      let reply = Reply.file(bytes, tag: "a", for: request)
      return request.count == 0 ? reply.dripped(bytes: 50_000, pause: .seconds(60)) : reply
    }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: bytes)
      var settings = quickSettings()
      settings.stallSeconds = 600
      let fetcher = Fetcher(dataFolder: data, settings: settings)
      let (beginning, begun) = AsyncStream<Void>.makeStream()
      let work = Task {
        try await fetcher.fetch([task], among: []) { event in
          if case .progress = event { begun.yield() }
        }
      }
      for await _ in beginning { break }
      work.cancel()
      await #expect(throws: CancellationError.self) { _ = try await work.value }
      #expect(!FileManager.default.fileExists(atPath: data + "/toy"))
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect((server.requests.last?.rangeStart ?? 0) > 0)
    }
  }

  @Test func `a spoilt beginning is found out and fetched again`() async throws {
    let server = try LoopbackServer { [bytes] request in
      let reply = Reply.file(bytes, tag: "a", for: request)
      return request.count == 0 ? reply.dropped(after: 100_000) : reply
    }
    try await withTemporaryFolder { data in
      let task = task(at: server.address + "/data.bin", content: bytes)
      var settings = quickSettings()
      settings.attempts = 1
      _ = try await fetch(task, into: data, settings)
      let names = files(below: data + "/.bench/downloads")
      let partial = try #require(names.first { $0.hasSuffix(".partial") })
      let path = "\(data)/.bench/downloads/\(partial)"
      var spoilt = try #require(content(path))
      spoilt[10] ^= 1
      try Data(spoilt).write(to: URL(filePath: path))
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(server.requests.map(\.rangeStart) == [nil, 100_000, nil])
    }
  }

  @Test func `files come side by side, but not more than allowed`() async throws {
    let crowd = Crowd()
    let server = try LoopbackServer { [bytes] request in
      crowd.enter()
      Thread.sleep(forTimeInterval: 0.05)
      crowd.leave()
      return .file(bytes, tag: "a", for: request)
    }
    try await withTemporaryFolder { data in
      var task = RetrievalTask(name: "many", folder: "toy/many")
      for number in 0..<12 {
        task.downloads.append(.init(.address("\(server.address)/\(number).bin", mirrors: [])))
      }
      var settings = quickSettings()
      settings.parallelDownloads = 3
      try await expectFetched(task, into: data, settings)
      #expect(files(below: data + "/toy/many").count == 12)
      #expect((2...3).contains(crowd.most))
    }
  }
}
