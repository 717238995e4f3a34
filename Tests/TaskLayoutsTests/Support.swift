// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Calls `body` with a temporary folder that holds `files`: relative path to content.
func withFiles(_ files: [String: String], _ body: (_ folder: String) throws -> Void) throws {
  try withTemporaryFolder { folder in
    for (name, content) in files {
      let file = URL(filePath: "\(folder)/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
    try body(folder)
  }
}
