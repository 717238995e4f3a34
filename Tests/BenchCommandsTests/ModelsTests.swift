// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

private typealias Reply = LoopbackServer.Reply

/// `bench models`, against a server that answers as the hub does.
@Suite struct ModelsTests {
  private struct Model: Decodable {
    struct File: Decodable {
      let path: String
      let bytes: Int
      let sha256: String
    }
    let name: String
    let revision: String
    let folder: String
    let files: [File]
  }

  private static let commit = String(repeating: "a1", count: 20)

  /// A configuration and weights in shards.
  private static let files: [String: [UInt8]] = {
    var random = SeededGenerator(seed: 4)
    var files: [String: [UInt8]] = [
      "config.json": Array("{}".utf8), "tokenizer.json": Array("{}".utf8),
      "model.safetensors.index.json": Array("{}".utf8),
    ]
    for shard in 1...4 {
      files["model-0000\(shard)-of-00004.safetensors"] = (0..<150_000).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
    }
    return files
  }()

  private static func answer(_ request: LoopbackServer.Request) -> Reply {
    if request.target.hasPrefix("/api/models/org/tiny/revision/") {
      let siblings = files.sorted { $0.key < $1.key }.map { name, bytes in
        #"{"rfilename": "\#(name)", "size": \#(bytes.count), "lfs": {"sha256": "\#(sha256(bytes))"}}"#
      }
      let list = siblings.joined(separator: ",")
      return Reply(200, Array(#"{"sha": "\#(commit)", "siblings": [\#(list)]}"#.utf8))
    }
    if request.target.hasPrefix("/org/tiny/resolve/\(commit)/") {
      return .redirect(to: "/cdn/" + (request.target.split(separator: "/").last ?? ""))
    }
    guard let name = request.target.split(separator: "/").last, let bytes = files[String(name)]
    else { return Reply(404) }
    return .file(bytes, tag: String(name), for: request)
  }

  private func run(
    _ arguments: [String], in folder: String, hub: String = "http://127.0.0.1:9",
    wrapper: [String] = []
  ) throws -> BuiltProgram.Outcome {
    try BuiltProgram().run(
      ["models"] + arguments,
      environment: ["BENCH_MODELS": folder, "HF_ENDPOINT": hub, "HF_TOKEN": "hf_secret"],
      wrapper: wrapper)
  }

  private func models(in folder: String) throws -> [Model] {
    let outcome = try run(["--json"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Model.self, from: Data($0.utf8))
    }
  }

  @Test func `a model is added, listed, found again offline, and removed`() throws {
    let server = try LoopbackServer { Self.answer($0) }
    try withTemporaryFolder { folder in
      #expect(try models(in: folder).isEmpty)
      let added = try run(["add", "org/tiny"], in: folder, hub: server.address + "/")
      #expect(added.status == 0, "\(added.errors)")
      #expect(!(added.output + added.errors).contains("hf_secret"))
      let found = try models(in: folder)
      #expect(found.map(\.name) == ["org/tiny"] && found[0].revision == Self.commit)
      #expect(found[0].files.map(\.path) == Self.files.keys.sorted())
      let table = try run([], in: folder).output
      #expect(table.contains("org/tiny") && table.contains(Self.commit.prefix(12)))
      #expect(try run(["add", "org/tiny", "--offline"], in: folder).status == 0)
      #expect(try run(["add", "org/other", "--offline"], in: folder).status == 66)
      #expect(try run(["rm", "org/tiny"], in: folder).status == 0)
      #expect(try models(in: folder).isEmpty)
      #expect(!FileManager.default.fileExists(atPath: found[0].folder))
      #expect(try run(["rm", "org/tiny"], in: folder).status == 66)
    }
  }

  @Test(
    arguments: [
      (["add", "nowhere"], Int32(66), "no such folder"),
      (["add", "./nowhere"], 66, "no such folder"),
      (["add", "README.md"], 65, "README.md"),
      (["add", "docs", "--revision", "x"], 64, "--revision is of the hub"),
      (["add", "docs"], 66, "found no config.json"),
      (["add", "org/tiny", "--name", "a/b/c"], 65, "found a name that no model can have"),
      (["add", "minilm", "--name", "x"], 64, "--name cannot change it"),
      (["add"], 64, "Missing expected argument"),
    ] as [([String], Int32, String)])
  func `what cannot be added is told`(
    _ arguments: [String], _ status: Int32, _ problem: String
  ) throws {
    try withTemporaryFolder { folder in
      let outcome = try run(arguments, in: folder)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.errors.contains(problem), "\(outcome.errors)")
    }
  }

  @Test func `SIGKILL at ten random moments leaves the model whole or absent`() throws {
    let server = try LoopbackServer { request in
      let reply = Self.answer(request)
      return reply.body.count > 1000
        ? reply.dripped(bytes: 30_000, pause: .milliseconds(10)) : reply
    }
    try withTemporaryFolder { folder in
      let start = ContinuousClock.now
      let whole = try run(["add", "org/tiny"], in: folder + "/whole", hub: server.address)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      #expect(whole.status == 0, "\(whole.errors)")
      var random = SeededGenerator(seed: 11)
      for round in 0..<10 {
        let store = "\(folder)/\(round)"
        // Half of the kills fall into the second half, where files take their place.
        let earliest = round.isMultiple(of: 2) ? 0 : seconds / 2
        let moment = Double.random(in: earliest..<seconds, using: &random)
        _ = try run(
          ["add", "org/tiny"], in: store, hub: server.address,
          wrapper: ["timeout", "-s", "KILL", "\(moment)"])
        for model in try models(in: store) { try check(model, "after a kill at \(moment)") }
        let again = try run(["add", "org/tiny"], in: store, hub: server.address)
        #expect(again.status == 0, "\(again.errors)")
        let found = try models(in: store)
        #expect(found.count == 1)
        for model in found { try check(model, "after the next try") }
      }
    }
  }

  private func check(_ model: Model, _ comment: String) throws {
    #expect(model.files.map(\.path) == Self.files.keys.sorted(), "\(comment)")
    for file in model.files {
      let bytes = try Data(contentsOf: URL(filePath: "\(model.folder)/\(file.path)"))
      #expect(Array(bytes) == Self.files[file.path], "\(file.path) \(comment)")
      #expect(file.sha256 == sha256(Array(bytes)) && file.bytes == bytes.count, "\(comment)")
    }
  }
}
