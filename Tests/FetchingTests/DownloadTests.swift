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
      let task = task(at: server.address + "/data.bin", content: bytes)
      try await expectFetched(task, into: data)
      #expect(content(data + "/toy/one/data.bin") == bytes)
      let ranges = server.requests.map { $0.rangeStart ?? 0 }
      #expect(ranges.count == 4 && ranges == ranges.sorted() && ranges[1] > 0)
      #expect(server.requests.dropFirst().allSatisfy { $0.headers["if-range"] == "\"a\"" })
    }
  }
}
