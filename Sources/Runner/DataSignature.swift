// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Identity

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Names, sizes, times and inodes of all files below a task's folder.
///
/// As long as it stays the same, the task hash does too, and a corpus that was hashed once need not
/// be read again just to learn that nothing has changed (git's index works so).
struct DataSignature: Sendable, Hashable {
  /// 64 hex digits.
  let value: String
  /// Whether a file may still change without its time changing: then it proves nothing later.
  let isTooFresh: Bool

  /// A file written less than this many seconds ago may be written again within the same tick.
  private static let settlingTime = 2

  /// The signature of what is below `folder`, as one reads it with `reading` (split, limits …).
  ///
  /// - Returns: nil when the folder cannot be listed, or not as a whole.
  init?(folder: String, reading: [String: String]) {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
      return nil
    }
    var files: [CanonicalJSON] = []
    var newest = 0
    for name in names.sorted() {
      var status = stat()
      guard stat(folder + "/" + name, &status) == 0 else { return nil }
      if status.st_mode & S_IFMT == S_IFDIR, isLink(folder + "/" + name) { return nil }
      guard status.st_mode & S_IFMT == S_IFREG else { continue }
      #if os(Linux)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      newest = max(newest, time.tv_sec)
      files.append(
        .array([
          .string(name), .integer(Int(status.st_size)), .integer(time.tv_sec),
          .integer(time.tv_nsec), .string(String(status.st_ino)),
        ]))
    }
    guard !files.isEmpty else { return nil }
    isTooFresh = time(nil) - newest < Self.settlingTime
    value =
      CanonicalJSON.object([
        "format": .string("bench-data-signature/1"), "folder": .string(folder),
        "files": .array(files), "reading": .object(reading.mapValues(CanonicalJSON.string)),
      ]).digest.hex
  }
}

private func isLink(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}
