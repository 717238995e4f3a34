// SPDX-License-Identifier: Apache-2.0

import Identity
import Retrieval
import Synchronization

/// SHA-256 of everything that was ever fetched into a data folder, by its name.
///
/// What nobody published a checksum of is believed once and must be the same ever after.
final class ChecksumFile: Sendable {
  /// What is known of one download.
  struct Entry: Codable, Sendable, Hashable {
    /// Size.
    var bytes: Int
    /// 64 lower-case hexadecimal digits.
    var sha256: String
  }

  private let path: String
  private let entries: Mutex<[String: Entry]>

  /// Reads the file; one that is not there is empty.
  init(_ path: String) throws(DataError) {
    self.path = path
    entries = Mutex(try readState([String: Entry].self, at: path) ?? [:])
  }

  /// What is known of the download with that name.
  subscript(name: String) -> Entry? { entries.withLock { $0[name] } }

  /// Remembers a download that is not known yet.
  func record(_ name: String, _ entry: Entry) throws(DataError) {
    try entries.withLock { entries throws(DataError) in
      guard entries[name] == nil else { return }
      entries[name] = entry
      let members = entries.mapValues { entry in
        CanonicalJSON.object(["bytes": .integer(entry.bytes), "sha256": .string(entry.sha256)])
      }
      try writeDurably(CanonicalJSON.object(members).text + "\n", to: path)
    }
  }
}
