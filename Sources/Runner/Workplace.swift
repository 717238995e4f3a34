// SPDX-License-Identifier: Apache-2.0

import Formats
import FoundationEssentials
import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder `work/<random>` beside the store in which one runner's workers put their indexes.
///
/// It is locked while its runner lives. Whatever a killed runner left behind has no lock any more and
/// is removed by the next one.
final class Workplace {
  let folder: String
  private let lock: Int32
  private var cells = 0

  /// Makes a folder for a runner whose store lies at `storePath`.
  init(besideStore storePath: String) throws(DataError) {
    let parent =
      URL(filePath: storePath).deletingLastPathComponent().appending(path: "work").path
    try makeFolder(parent)
    Self.removeAbandoned(in: parent)
    folder = parent + "/" + String(UInt64.random(in: .min ... .max), radix: 36)
    try makeFolder(folder)
    lock = open(folder + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw Self.unwritable(folder) }
  }

  deinit {
    Self.remove(folder)
    close(lock)
  }

  /// An empty folder for one cell's index; give it to ``clear(_:)`` afterwards.
  func cellFolder() throws(DataError) -> String {
    cells += 1
    let path = "\(folder)/cell-\(cells)"
    try makeFolder(path + "/index")
    return path
  }

  /// Removes a cell's folder.
  func clear(_ cellFolder: String) {
    Self.remove(cellFolder)
  }

  private static func remove(_ path: String) {
    // What cannot be removed now is abandoned, and tried again by the next runner.
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func removeAbandoned(in parent: String) {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for entry in entries {
      let path = "\(parent)/\(entry)"
      let lock = open(path + "/lock", O_RDWR | O_CLOEXEC)
      guard lock >= 0 else { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(lock)
    }
  }

  private static func unwritable(_ path: String) -> DataError {
    DataError(
      .unwritable, file: path, "no folder for indexes can be made here",
      fix: "choose another place for the store with --store, or make room")
  }
}
