// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import ModelStore

private typealias Reply = LoopbackServer.Reply

@Suite struct `A model of the hub` {
  let hub = Hub()

  @Test func `is fetched at its commit: what is needed, and nothing twice`() async throws {
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let store = store(folder, server, token: "secret")
      let model = try await store.add(hub: "org/tiny")
      #expect(model.files.map(\.path) == Hub.needed)
      #expect(model.revision == Hub.commit && model.source == .hub && model.origin == "org/tiny")
      for file in model.files {
        let bytes = try #require(hub.files[file.path])
        #expect(file.bytes == bytes.count && file.sha256 == sha256(bytes))
        #expect(try Data(contentsOf: URL(filePath: "\(model.folder)/\(file.path)")) == Data(bytes))
      }
      #expect(files(below: model.folder) == Hub.needed)
      #expect(try store.models() == [model])
      #expect(try store.folder(named: "org/tiny") == model.folder)
      // The token goes with what the hub itself is asked, and is written nowhere.
      let asked = Set(server.requests.map { $0.target.prefix { $0 != "?" } })
      #expect(!asked.contains { $0.contains("pytorch_model") || $0.contains("onnx") })
      for request in server.requests where !request.target.hasPrefix("/cdn/") {
        #expect(request.headers["authorization"] == "Bearer secret")
      }
      for name in files(below: folder) {
        let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        #expect(bytes.range(of: Data("secret".utf8)) == nil, "\(name)")
      }
    }
  }

  @Test func `is not fetched again, and at a known commit nobody is asked`() async throws {
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let store = store(folder, server)
      let first = try await store.add(hub: "org/tiny")
      let count = server.requests.count
      #expect(try await store.add(hub: "org/tiny") == first)
      #expect(server.requests.count == count + 1, "only what main is now")
      #expect(try await store.add(hub: "org/tiny", revision: Hub.commit) == first)
      #expect(try await store.add(hub: "org/tiny", isOffline: true) == first)
      #expect(server.requests.count == count + 1)
    }
  }

  @Test func `whose download breaks off goes on where it was`() async throws {
    let server = try LoopbackServer { [hub] request in
      let reply = hub.reply(request)
      let breaks = request.target == "/cdn/model.safetensors" && request.count == 0
      return breaks ? reply.dropped(after: 8000) : reply
    }
    try await withTemporaryFolder { folder in
      _ = try await store(folder, server).add(hub: "org/tiny")
      let parts = server.requests.filter { $0.target == "/cdn/model.safetensors" }
      #expect(parts.map(\.rangeStart) == [nil, 8000])
    }
  }

  @Test func `in shards comes with its index`() async throws {
    var hub = hub
    let weights = hub.files.removeValue(forKey: "model.safetensors") ?? []
    hub.files["model.safetensors.index.json"] = Array("{}".utf8)
    hub.files["model-00001-of-00002.safetensors"] = weights
    hub.files["model-00002-of-00002.safetensors"] = Hub.random(9000, seed: 5)
    hub.files["adapter_model.safetensors"] = weights
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let model = try await store(folder, server).add(hub: "org/tiny", name: "shards")
      #expect(model.name == "shards")
      #expect(
        model.files.map(\.path).filter { $0.hasPrefix("model") } == [
          "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
          "model.safetensors.index.json",
        ])
      #expect(!model.files.contains { $0.path.hasPrefix("adapter") })
    }
  }

  @Test(arguments: [
    (401, DataError.Code.unavailable, "private or gated", "HF_TOKEN"),
    (403, .unavailable, "private or gated", "HF_TOKEN"),
    (404, .missing, "the hub has no model org/tiny at main", "check name and revision"),
  ])
  func `that is not for us says why`(
    _ status: Int, _ code: DataError.Code, _ problem: String, _ fix: String
  ) async throws {
    let server = try LoopbackServer { _ in Reply(status) }
    try await withTemporaryFolder { folder in
      let store = store(folder, server, token: "secret")
      let error = try #require(await failure { try await store.add(hub: "org/tiny") })
      #expect(error.code == code && error.problem.contains(problem) && error.fix.contains(fix))
      #expect(!error.description.contains("secret"))
      #expect(try store.models().isEmpty)
    }
  }

  @Test func `that only answers 503 may be tried another time`() async throws {
    let server = try LoopbackServer { _ in Reply(503) }
    try await withTemporaryFolder { folder in
      let error = await failure { try await store(folder, server).add(hub: "org/tiny") }
      #expect(error?.code == .temporary)
      #expect(server.requests.count == 5)
    }
  }

  @Test func `with bytes of another size or checksum is not taken`() async throws {
    for (size, digest) in [(19_999, nil), (nil, sha256([1]))] as [(Int?, String?)] {
      var hub = hub
      if let size { hub.wrongSize = ["model.safetensors": size] }
      if let digest { hub.wrongDigest = ["model.safetensors": digest] }
      let server = try LoopbackServer { [hub] in hub.reply($0) }
      try await withTemporaryFolder { folder in
        let store = store(folder, server)
        let error = try #require(await failure { try await store.add(hub: "org/tiny") })
        #expect(error.code == .malformed && error.problem.contains("expected"))
        #expect(!error.fix.contains("manifest"))
        #expect(try store.models().isEmpty)
        #expect(!files(below: folder + "/models").contains { $0.hasPrefix("models/") })
      }
    }
  }

  @Test func `without safetensors says what there is`() async throws {
    var hub = hub
    hub.files["model.safetensors"] = nil
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let error = await failure { try await store(folder, server).add(hub: "org/tiny") }
      #expect(error?.code == .missing)
      #expect(error?.problem.hasPrefix("found no weights in safetensors, only ") == true)
    }
  }

  @Test func `whose modules have weights that cannot be read is not taken`() async throws {
    var hub = hub
    hub.files["2_Dense/config.json"] = Array("{}".utf8)
    hub.files["2_Dense/pytorch_model.bin"] = [1]
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let error = await failure { try await store(folder, server).add(hub: "org/tiny") }
      #expect(error?.problem == "found no weights in safetensors, only 2_Dense/pytorch_model.bin")
    }
    hub.files["2_Dense/model.safetensors"] = [2]
    let better = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let model = try await store(folder, better).add(hub: "org/tiny")
      let dense = model.files.map(\.path).filter { $0.hasPrefix("2_Dense/") }
      #expect(dense == ["2_Dense/config.json", "2_Dense/model.safetensors"])
    }
  }

  @Test(arguments: ["../x", "a/../b", "org/na me", "org/x?y=", "/org/tiny", "org/tiny/more"])
  func `of a name that could lead elsewhere is not asked for`(_ name: String) async throws {
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    try await withTemporaryFolder { folder in
      let error = await failure { try await store(folder, server).add(hub: name, name: "fine") }
      #expect(error?.problem.contains("a name that no model can have") == true)
      #expect(server.requests.isEmpty && files(below: folder).isEmpty)
    }
  }

  @Test func `is not asked for offline`() async throws {
    try await withTemporaryFolder { folder in
      let error = await failure {
        try await store(folder).add(hub: "org/tiny", isOffline: true)
      }
      #expect(error?.code == .missing && error?.problem.contains("--offline") == true)
    }
  }

  @Test func `in a new commit takes the place of the old one`() async throws {
    let server = try LoopbackServer { [hub] in hub.reply($0) }
    let later = "f" + Hub.commit.dropFirst()
    let next = try LoopbackServer { [hub] request in
      // The same repository, in which only the commit and the weights are new.
      var changed = hub
      changed.files["model.safetensors"] = Hub.random(500, seed: 9)
      if request.target.hasPrefix("/api/") {
        return Reply(
          200, Array(changed.listing.replacingOccurrences(of: Hub.commit, with: later).utf8))
      }
      let file = request.target.split(separator: "/").dropFirst(4).joined(separator: "/")
      return changed.files[file].map { Reply(200, $0) } ?? Reply(404)
    }
    try await withTemporaryFolder { folder in
      let old = try await store(folder, server).add(hub: "org/tiny")
      let new = try await store(folder, next).add(hub: "org/tiny")
      #expect(new.revision == later && new.folder != old.folder)
      #expect(try store(folder).models() == [new])
      #expect(files(below: old.folder).isEmpty, "what nobody names is removed")
    }
  }

  @Test(arguments: [
    (#"{"siblings": []}"#, "found no commit"),
    (#"{"sha": "main", "siblings": []}"#, "found no commit"),
    (#"{"sha": "\#(Hub.commit)"}"#, "found no files"),
    (#"{"sha": "\#(Hub.commit)", "siblings": [{}]}"#, "found a file without a name"),
    (
      #"{"sha": "\#(Hub.commit)", "siblings": [{"rfilename": "a", "lfs": {"sha256": "x"}}]}"#,
      "found the SHA-256 \"x\""
    ),
    (#"{"sha": "\#(Hub.commit)", "siblings": []}"#, "found no config.json"),
    (
      #"{"sha": "\#(Hub.commit)", "siblings": [{"rfilename": "../config.json"}]}"#,
      "found no config.json"
    ),
    ("[", "found the end"),
  ])
  func `with a list that cannot be one is refused`(_ listing: String, _ problem: String)
    async throws
  {
    let server = try LoopbackServer { _ in Reply(200, Array(listing.utf8)) }
    try await withTemporaryFolder { folder in
      let error = try #require(
        await failure { try await store(folder, server).add(hub: "org/tiny") })
      #expect(error.problem.contains(problem), "\(error)")
    }
  }
}
