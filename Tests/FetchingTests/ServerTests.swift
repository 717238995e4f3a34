// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

@testable import Fetching

private typealias Reply = LoopbackServer.Reply

@Suite struct `Servers' answers` {
  let bytes = randomBytes(10_000)

  @Test(arguments: [
    (404, DataError.Code.missing), (410, .missing), (401, .unavailable), (403, .unavailable),
    (400, .unavailable), (204, .unavailable),
  ])
  func `what will not change is not asked for again`(
    status: Int, code: DataError.Code
  ) async throws {
    let server = try LoopbackServer { _ in Reply(status, Array("no".utf8)) }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == code)
      #expect(error?.problem.contains("\(status)") == true)
      #expect(server.requests.count == 1)
      #expect(files(below: data + "/toy").isEmpty)
    }
  }

  @Test(arguments: [408, 429, 500, 502, 503, 504])
  func `what may change is asked for again`(status: Int) async throws {
    let server = try LoopbackServer { [bytes] request in
      request.count < 3 ? Reply(status) : Reply(200, bytes)
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin", content: bytes), into: data)
      #expect(server.requests.count == 4)
    }
  }

  @Test func `a server that is down for good ends in a temporary error`() async throws {
    let server = try LoopbackServer { _ in Reply(503) }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == .temporary)
      #expect(server.requests.count == 5)
    }
  }

  @Test(arguments: [429, 503]) func `Retry-After is respected`(status: Int) async throws {
    let server = try LoopbackServer { [bytes] request in
      request.count == 0 ? Reply(status, headers: ["Retry-After: 1"]) : Reply(200, bytes)
    }
    try await withTemporaryFolder { data in
      let events = EventLog()
      let start = ContinuousClock.now
      try await expectFetched(task(at: server.address + "/data.bin"), into: data, events: events)
      #expect(ContinuousClock.now - start >= .seconds(1))
      #expect(events.retries.count == 1)
    }
  }

  @Test func `who asks to wait too long is not waited for`() async throws {
    let server = try LoopbackServer { _ in Reply(429, headers: ["Retry-After: 86400"]) }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == .temporary)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `nobody at the other end means unavailable`() async throws {
    let port: Int
    do {
      let server = try LoopbackServer { _ in Reply() }
      port = server.port
    }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: "http://127.0.0.1:\(port)/data.bin"), into: data)
      #expect(error?.code == .unavailable)
    }
  }

  @Test func `redirects are followed, also relative ones`() async throws {
    let server = try LoopbackServer { [bytes] request in
      switch request.target {
      case "/data.bin": .redirect(to: "/b/two", status: 301)
      case "/b/two": .redirect(to: "three?x=y", status: 307)
      case "/b/three?x=y": .redirect(to: "http://127.0.0.1:\(request.port)/four", status: 308)
      case "/four": Reply(200, bytes)
      default: Reply(404)
      }
    }
    try await withTemporaryFolder { data in
      try await expectFetched(task(at: server.address + "/data.bin", content: bytes), into: data)
      #expect(server.requests.count == 4)
    }
  }

  @Test func `a loop of redirects ends`() async throws {
    let server = try LoopbackServer { request in
      .redirect(to: request.target == "/data.bin" ? "/b" : "/data.bin")
    }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == .unavailable && error?.problem.contains("more than 10") == true)
      #expect(server.requests.count == 11)
    }
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"])
  func `redirects out of HTTP are not followed`(target: String) async throws {
    let server = try LoopbackServer { _ in .redirect(to: target) }
    try await withTemporaryFolder { data in
      let error = try await fetch(task(at: server.address + "/data.bin"), into: data)
      #expect(error?.code == .unavailable)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `encryption is never given up on the way`() {
    let secret = WebAddress("https://example.org/x")
    let open = WebAddress("http://example.org/x")
    #expect(FollowedRequest.mayFollow(from: secret, to: secret))
    #expect(FollowedRequest.mayFollow(from: open, to: secret))
    #expect(FollowedRequest.mayFollow(from: open, to: open))
    #expect(!FollowedRequest.mayFollow(from: secret, to: open))
    #expect(!FollowedRequest.mayFollow(from: secret, to: WebAddress("ftp://example.org/x")))
  }

  @Test(arguments: [
    ("https://Example.org/x", "https://example.org:443"),
    ("HTTP://a.b:80/x", "http://a.b:80"), ("http://a.b", "http://a.b:80"),
    ("https://user:word@a.b/", "https://a.b:443"), ("https://a.b@c.d", "https://c.d:443"),
    ("https://[::1]/x", "https://[::1]:443"), ("https://[::1]:8/x", "https://[::1]:8"),
    ("https://a.b?x@c.d", "https://a.b:443"), ("https://a.b#@c.d", "https://a.b:443"),
  ])
  func `the origin of an address is its scheme, host and port`(address: String, origin: String) {
    #expect(WebAddress(address)?.origin == origin)
  }

  @Test(arguments: ["/ranges", "/whole", "/moved", "/missing", "/silent"])
  func `sizes that no manifest has are asked for`(target: String) async throws {
    let server = try LoopbackServer { [bytes] request in
      switch request.target {
      case "/ranges": return .file(bytes, tag: "a", for: request)
      case "/whole": return Reply(200, bytes)
      case "/moved": return .redirect(to: "/ranges")
      case "/silent":
        var reply = Reply(200, bytes)
        reply.declaredLength = nil
        return reply
      default: return Reply(404)
      }
    }
    let fetcher = Fetcher(dataFolder: "/nowhere", settings: quickSettings())
    let task = task(at: server.address + target)
    let plan = try await fetcher.measured(try fetcher.plan([task], among: []), among: [])
    let isKnown = !["/missing", "/silent"].contains(target)
    #expect(plan.downloadBytes == (isKnown ? bytes.count : 0))
    #expect(plan.unknownSizes == (isKnown ? 0 : 1))
  }

  @Test func `dates of HTTP are understood`() {
    #expect(secondsSince1970(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    #expect(secondsSince1970(httpDate: "Thu, 01 Jan 1970 00:00:00 GMT") == 0)
    #expect(secondsSince1970(httpDate: "Thu, 29 Feb 2024 23:59:59 GMT") == 1_709_251_199)
    #expect(secondsSince1970(httpDate: "yesterday") == nil)
    #expect(secondsSince1970(httpDate: "Sun, 06 Nov 1994 08:49:37 CET") == nil)
  }
}
