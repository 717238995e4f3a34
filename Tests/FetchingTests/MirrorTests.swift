// SPDX-License-Identifier: Apache-2.0

import Fetching
import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

private typealias Reply = LoopbackServer.Reply

/// The first address sends the beginning of a file and then nothing more.
@Suite struct `A mirror goes on where another stopped` {
  let bytes = randomBytes(10_000)
  let wrong = randomBytes(10_000, seed: 2)

  /// A server whose `/1.bin` drops the connection after `count` bytes and then refuses.
  private func server(
    first: [UInt8], tag: String? = "a", after count: Int = 4000,
    mirror: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply
  ) throws -> LoopbackServer {
    try LoopbackServer { request in
      guard request.target == "/1.bin" else { return mirror(request) }
      return request.count == 0
        ? Reply.file(first, tag: tag, for: request).dropped(after: count) : Reply(404)
    }
  }

  private func ranges(_ server: LoopbackServer) -> [Int?] {
    server.requests.filter { $0.target == "/2.bin" }.map(\.rangeStart)
  }

  private func addresses(_ server: LoopbackServer, _ content: [UInt8]?) -> RetrievalTask {
    task(at: server.address + "/1.bin", server.address + "/2.bin", content: content)
  }

  @Test func `where a checksum decides, whatever its entity tag`() async throws {
    let server = try server(first: bytes) { [bytes] in .file(bytes, tag: "other", for: $0) }
    try await withTemporaryFolder { data in
      try await expectFetched(addresses(server, bytes), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(ranges(server) == [4000])
      #expect(files(below: data + "/.bench/downloads").isEmpty)
    }
  }

  @Test func `and begins again where the beginning was another file's`() async throws {
    let server = try server(first: wrong) { [bytes] in .file(bytes, tag: "other", for: $0) }
    try await withTemporaryFolder { data in
      try await expectFetched(addresses(server, bytes), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(ranges(server) == [4000, nil])
    }
  }

  @Test func `and begins again where the file has another size`() async throws {
    let server = try server(first: randomBytes(9000)) { [bytes] in .file(bytes, tag: nil, for: $0) }
    try await withTemporaryFolder { data in
      var task = addresses(server, bytes)
      task.downloads[0].bytes = nil
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(ranges(server) == [4000, nil])
    }
  }

  @Test func `without a checksum only where both give one entity tag`() async throws {
    let same = try server(first: bytes) { [bytes] in .file(bytes, tag: "a", for: $0) }
    try await withTemporaryFolder { data in
      try await expectFetched(addresses(same, nil), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(ranges(same) == [4000])
    }
    let other = try server(first: wrong) { [bytes] in .file(bytes, tag: "b", for: $0) }
    try await withTemporaryFolder { data in
      try await expectFetched(addresses(other, nil), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
    }
    // This mirror gives ranges of whatever it has, and no tag to know it by.
    let untagged = try server(first: wrong) { [bytes] request in
      var reply = Reply.file(bytes, tag: nil, for: request)
      if let start = request.rangeStart {
        reply = Reply(
          206, Array(bytes[start...]),
          headers: ["Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)"])
      }
      return reply
    }
    try await withTemporaryFolder { data in
      try await expectFetched(addresses(untagged, nil), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(ranges(untagged) == [4000, nil])
    }
  }

  @Test func `and never without either`() async throws {
    let server = try server(first: bytes, tag: nil) { [bytes] in .file(bytes, tag: nil, for: $0) }
    try await withTemporaryFolder { data in
      try await expectFetched(addresses(server, nil), into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      #expect(ranges(server) == [nil])
    }
  }
}
