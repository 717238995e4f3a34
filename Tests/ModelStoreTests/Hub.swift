// SPDX-License-Identifier: Apache-2.0

import Fetching
import Foundation
import Identity
import Retrieval
import TestSupport

@testable import ModelStore

/// A model repository on a loopback server that behaves as the hub does: a list of files with sizes
/// and the SHA-256 of large ones, files at a commit, large ones by way of a redirect.
struct Hub: Sendable {
  typealias Reply = LoopbackServer.Reply

  static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// Files by name; those that end in `.safetensors` and `.bin` are large.
  var files: [String: [UInt8]] = [
    "config.json": Array(#"{"model_type": "bert"}"#.utf8),
    "tokenizer.json": Array(#"{"version": "1.0"}"#.utf8),
    "vocab.txt": Array("[PAD]".utf8),
    "modules.json": Array("[]".utf8),
    "1_Pooling/config.json": Array("{}".utf8),
    "model.safetensors": Hub.random(20_000),
    "pytorch_model.bin": Hub.random(20_000, seed: 2),
    "onnx/model.onnx": Hub.random(1000, seed: 3),
    "README.md": Array("# Model".utf8),
  ]
  var name = "org/tiny"
  /// What the hub says instead of a file's true size and SHA-256.
  var wrongSize: [String: Int] = [:]
  var wrongDigest: [String: String] = [:]

  /// The files that make the model.
  static let needed = [
    "1_Pooling/config.json", "config.json", "model.safetensors", "modules.json", "tokenizer.json",
  ]

  func isLarge(_ name: String) -> Bool {
    name.hasSuffix(".safetensors") || name.hasSuffix(".bin")
  }

  /// What `/api/models/…?blobs=true` answers.
  var listing: String {
    let siblings = files.keys.sorted().map { name in
      let size = wrongSize[name] ?? files[name]?.count ?? 0
      let digest = wrongDigest[name] ?? sha256(files[name] ?? [])
      return #"{"rfilename": "\#(name)", "size": \#(size), "blobId": "0""#
        + (isLarge(name)
          ? #", "lfs": {"sha256": "\#(digest)", "size": \#(size), "pointerSize": 134}"# : "")
        + "}"
    }
    return
      #"{"id": "\#(name)", "sha": "\#(Hub.commit)", "siblings": [\#(siblings.joined(separator: ","))]}"#
  }

  /// The answer to a request.
  func reply(_ request: LoopbackServer.Request) -> Reply {
    let target = request.target
    let revisions = "/api/models/\(name)/revision/"
    if target.hasPrefix(revisions) {
      let revision = target.dropFirst(revisions.count).prefix { $0 != "?" }
      let isKnown = revision == "main" || revision == Hub.commit
      return isKnown ? Reply(200, Array(listing.utf8)) : Reply(404)
    }
    let root = "/\(name)/resolve/\(Hub.commit)/"
    if target.hasPrefix(root) {
      let file = String(target.dropFirst(root.count))
      guard let bytes = files[file] else { return Reply(404) }
      return isLarge(file)
        ? .redirect(to: "/cdn/" + file) : .file(bytes, tag: file, for: request)
    }
    if target.hasPrefix("/cdn/"), let bytes = files[String(target.dropFirst(5))] {
      return .file(bytes, tag: target, for: request)
    }
    return Reply(404)
  }

  static func random(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}

/// SHA-256 as manifests have it.
func sha256(_ bytes: [UInt8]) -> String {
  var hasher = SHA256Hasher()
  bytes.withUnsafeBytes { hasher.update($0) }
  return hasher.digest().hex
}

/// A store that asks `server`, and gives up soon.
func store(_ folder: String, _ server: LoopbackServer? = nil, token: String = "") -> ModelStore {
  var settings = FetchSettings()
  settings.hubEndpoint = server?.address ?? "http://127.0.0.1:9"
  settings.hubToken = token
  settings.firstDelay = .milliseconds(1)
  settings.stallSeconds = 2
  settings.connectSeconds = 5
  return ModelStore(path: folder + "/models", settings: settings)
}

/// Writes files below a folder.
func write(_ files: [String: [UInt8]], to folder: String) throws {
  for (name, bytes) in files {
    let url = URL(filePath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}

/// Names of all files below a folder.
func files(below folder: String) -> [String] {
  let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  return names.filter { name in
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
      && !isFolder.boolValue
  }.sorted()
}

/// What `body` fails with.
func failure(_ body: () async throws -> Void) async -> DataError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? DataError
  }
}
