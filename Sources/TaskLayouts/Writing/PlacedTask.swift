// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

extension LayoutWriter {
  /// Writes a task into a folder that appears whole or not at all.
  ///
  /// The files go to a folder beside `path` that takes its name at the end. A folder that is there
  /// already must be empty.
  ///
  /// - Throws: as ``write(_:split:to:)``; `.unwritable` when the folder holds something.
  public func place(_ contents: TaskContents, split: String, at path: String) throws {
    guard !split.isEmpty, !split.contains("/"), !split.hasPrefix(".") else {
      throw DataError(
        .malformed, file: path, "found the split \"\(split)\", expected a part of a file's name",
        fix: "name it in letters and digits")
    }
    try placeFolder(path) { try write(contents, split: split, to: $0) }
  }
}
