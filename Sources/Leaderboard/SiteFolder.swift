// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval

/// The output folder: writes files one by one by rename, and at the end removes what an earlier build
/// wrote and this one did not.
///
/// A list of our files (`.bench-site`; per line a hash, a space and a path) lies in the folder. Each
/// file is entered before it is written, so that a build that was killed leaves nothing that the
/// next one would not know as its own.
struct SiteFolder {
  /// Name of the list.
  static let listName = ".bench-site"

  /// What a build did.
  struct Summary {
    /// Files with new bytes.
    var written = 0
    /// Files that were there with the same bytes.
    var unchanged = 0
    /// Files of an earlier build that were removed.
    var removed = 0
  }

  private let path: String
  private var known: [String: Set<String>] = [:]
  private var current: [String: String] = [:]
  private var summary = Summary()

  /// Opens (and makes) the folder.
  init(path: String) throws(DataError) {
    self.path = path
    try makeFolder(path)
    guard FileManager.default.fileExists(atPath: listPath) else { return }
    let text = String(decoding: try FolderListing.read(listPath), as: UTF8.self)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, Self.isInside(parts[1]) else { continue }
      known[String(parts[1]), default: []].insert(String(parts[0]))
    }
  }

  /// Writes a file; refuses to replace one that bench did not write, and to write one twice.
  mutating func write(_ bytes: [UInt8], to name: String) throws(DataError) {
    let target = path + "/" + name
    guard current[name] == nil else {
      throw DataError(
        .unwritable, file: target, "two pages have this name", fix: "rename a task or suite")
    }
    guard known[name] != nil || !FileManager.default.fileExists(atPath: target) else {
      throw DataError(
        .unwritable, file: target, "the file exists and bench did not write it",
        fix: "choose an empty folder for the site, or move the file away")
    }
    let hash = PageName.hex(PageName.fingerprint(bytes), digits: 16)
    current[name] = hash
    if known[name]?.contains(hash) == true, Self.holds(target, bytes) {
      summary.unchanged += 1
      return
    }
    try enter(hash, name)
    try makeFolder(URL(filePath: target).deletingLastPathComponent().path)
    try Self.replace(target, with: Data(bytes))
    summary.written += 1
  }

  /// Removes stale files, but none that somebody changed since we wrote it, and closes the list.
  mutating func finish() throws(DataError) -> Summary {
    for (name, hashes) in known where current[name] == nil {
      let target = path + "/" + name
      guard let present = try? Data(contentsOf: URL(filePath: target)) else { continue }
      let hash = PageName.hex(PageName.fingerprint(Array(present)), digits: 16)
      guard hashes.contains(hash) else { continue }
      do {
        try FileManager.default.removeItem(atPath: target)
      } catch {
        throw DataError(
          .unwritable, file: target, "cannot be removed: \(error.localizedDescription)")
      }
      summary.removed += 1
    }
    let lines = current.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }
    let list = Data(lines.joined().utf8)
    if !Self.holds(listPath, Array(list)) { try Self.replace(listPath, with: list) }
    return summary
  }

  private var listPath: String { path + "/" + Self.listName }

  /// Adds a line to the list.
  private func enter(_ hash: String, _ name: String) throws(DataError) {
    do {
      if !FileManager.default.fileExists(atPath: listPath) {
        try Data().write(to: URL(filePath: listPath))
      }
      let handle = try FileHandle(forWritingTo: URL(filePath: listPath))
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("\(hash) \(name)\n".utf8))
    } catch {
      throw DataError(
        .unwritable, file: listPath, "cannot be written: \(error.localizedDescription)")
    }
  }

  private static func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    (try? Data(contentsOf: URL(filePath: path)))?.elementsEqual(bytes) ?? false
  }

  private static func replace(_ path: String, with data: Data) throws(DataError) {
    do {
      try data.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw DataError(.unwritable, file: path, "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Whether a path of the list stays below the folder.
  private static func isInside(_ name: Substring) -> Bool {
    name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part != "." && part != ".."
    }
  }
}
