// SPDX-License-Identifier: Apache-2.0

import Fetching
import Foundation
import Retrieval
import Suites
import TestSupport
import Testing

private typealias Reply = LoopbackServer.Reply

private let commit = "0123456789abcdef0123456789abcdef01234567"

private func hubTask() -> RetrievalTask {
  var task = RetrievalTask(name: "one", folder: "toy/one")
  var download = RetrievalTask.Download(
    .hub(repository: "owner/name", revision: commit, file: "a b/ü.parquet"))
  download.path = "corpus.parquet"
  task.downloads = [download]
  return task
}

@Suite struct `Files of the hub` {
  let bytes = randomBytes(10_000)

  @Test func `they are asked for at the pinned revision, with the token`() async throws {
    let server = try LoopbackServer { [bytes] in .file(bytes, tag: "a", for: $0) }
    try await withTemporaryFolder { data in
      var settings = quickSettings()
      settings.hubEndpoint = server.address
      settings.hubToken = "secret"
      try await expectFetched(hubTask(), into: data, settings)
      #expect(content(data + "/toy/one/corpus.parquet") == bytes)
      let request = try #require(server.requests.first)
      #expect(
        request.target == "/datasets/owner/name/resolve/\(commit)/a%20b/%C3%BC.parquet")
      #expect(request.headers["authorization"] == "Bearer secret")
    }
  }

  @Test func `the token goes to the hub's own host and nowhere else, not even back`() async throws {
    let hub = Address()
    let store = try LoopbackServer { [bytes] request in
      request.target == "/back" ? .redirect(to: hub.value + "/end") : Reply(200, bytes)
    }
    let server = try LoopbackServer { [bytes] request in
      switch request.target {
      case "/moved": .redirect(to: store.address + "/back")
      case "/end": Reply(200, bytes)
      default: .redirect(to: "/moved")
      }
    }
    hub.value = server.address
    try await withTemporaryFolder { data in
      var settings = quickSettings()
      settings.hubEndpoint = server.address
      settings.hubToken = "secret"
      try await expectFetched(hubTask(), into: data, settings)
      #expect(store.requests.map { $0.headers["authorization"] } == [nil])
      #expect(
        server.requests.map { $0.headers["authorization"] }
          == ["Bearer secret", "Bearer secret", nil])
    }
  }

  @Test func `other addresses never see the token`() async throws {
    let server = try LoopbackServer { [bytes] _ in Reply(200, bytes) }
    try await withTemporaryFolder { data in
      var settings = quickSettings()
      settings.hubEndpoint = server.address
      settings.hubToken = "secret"
      try await expectFetched(task(at: server.address + "/data.bin"), into: data, settings)
      #expect(server.requests.map { $0.headers["authorization"] } == [nil])
    }
  }

  @Test func `a repository that needs permission says how to get it`() async throws {
    let server = try LoopbackServer { _ in Reply(401) }
    try await withTemporaryFolder { data in
      var settings = quickSettings()
      settings.hubEndpoint = server.address
      let error = try await fetch(hubTask(), into: data, settings)
      #expect(error?.code == .unavailable && error?.fix.contains("HF_TOKEN") == true)
    }
  }
}
