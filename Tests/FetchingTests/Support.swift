// SPDX-License-Identifier: Apache-2.0

import Fetching
import Foundation
import Identity
import Retrieval
import Suites
import Synchronization
import TestSupport
import Testing

/// Settings that make a failing test fail soon.
func quickSettings() -> FetchSettings {
  var settings = FetchSettings()
  settings.firstDelay = .milliseconds(1)
  settings.longestDelay = .seconds(3)
  settings.stallSeconds = 1
  settings.connectSeconds = 5
  return settings
}

/// Bytes that do not repeat.
func randomBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
}

/// SHA-256 as manifests have it.
func sha256(_ bytes: [UInt8]) -> String {
  var hasher = SHA256Hasher()
  bytes.withUnsafeBytes { hasher.update($0) }
  return hasher.digest().hex
}

/// A task of one file, `data.bin`, at an address and its mirrors.
func task(
  _ name: String = "one", at addresses: String..., content: [UInt8]? = nil,
  path: String = "data.bin"
) -> RetrievalTask {
  var download = RetrievalTask.Download(
    .address(addresses[0], mirrors: Array(addresses.dropFirst())))
  if !download.isArchive { download.path = path }
  if let content {
    download.bytes = content.count
    download.sha256 = sha256(content)
  }
  var task = RetrievalTask(name: name, folder: "toy/\(name)")
  task.suite = "toy"
  task.downloads = [download]
  return task
}

/// Fetches one task and gives what it failed with, if it did.
@discardableResult
func fetch(
  _ task: RetrievalTask, into data: String, _ settings: FetchSettings = quickSettings(),
  events: EventLog = EventLog()
) async throws -> DataError? {
  let outcomes = try await Fetcher(dataFolder: data, settings: settings)
    .fetch([task], among: [task]) { events.add($0) }
  if case .failed(let error) = outcomes[0].result { return error }
  return nil
}

/// Fetches one task, which must succeed.
func expectFetched(
  _ task: RetrievalTask, into data: String, _ settings: FetchSettings = quickSettings(),
  events: EventLog = EventLog()
) async throws {
  let error = try await fetch(task, into: data, settings, events: events)
  #expect(error == nil)
}

/// What was reported.
final class EventLog: Sendable {
  private let log = Mutex<[FetchEvent]>([])

  func add(_ event: FetchEvent) { log.withLock { $0.append(event) } }

  var all: [FetchEvent] { log.withLock { $0 } }

  /// The reasons of all retries.
  var retries: [String] {
    all.compactMap { if case .retrying(_, let reason, _) = $0 { reason } else { nil } }
  }
}

/// Content of a file; nil where there is none.
func content(_ path: String) -> [UInt8]? {
  (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
}

/// Names of what lies in a folder and those below, with folders left out.
func files(below folder: String) -> [String] {
  let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  return names.filter { name in
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(
      atPath: "\(folder)/\(name)", isDirectory: &isFolder)
    return isThere && !isFolder.boolValue
  }.sorted()
}
