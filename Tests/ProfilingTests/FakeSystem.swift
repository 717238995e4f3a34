// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A tree of files as Linux shows them below `/proc` and `/sys`.
struct FakeSystem {
  let root: String

  /// Calls `body` with a tree of these files.
  static func with(_ files: [String: String], body: (FakeSystem) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let system = FakeSystem(root: folder)
      for (path, content) in files { try system.write(path, content) }
      try body(system)
    }
  }

  /// Writes a file.
  func write(_ path: String, _ content: String) throws {
    let file = URL(filePath: root + path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((content + "\n").utf8).write(to: file)
  }

  /// The text of a file without its last line break.
  func text(_ path: String) throws -> String {
    var text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
