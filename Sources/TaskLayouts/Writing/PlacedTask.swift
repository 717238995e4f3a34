// SPDX-License-Identifier: Apache-2.0

import Formats
import FoundationEssentials
import Retrieval

extension LayoutWriter {
  /// Writes a task into a folder that appears whole or not at all.
  ///
  /// The files go to a folder beside `path` that takes its name at the end. A folder that is there
  /// already must be empty.
  ///
  /// - Throws: as ``write(_:split:to:)``; `.unwritable` when the folder holds something.
  public func place(_ contents: TaskContents, split: String, at path: String) throws {
    var end = path[...]
    while end.count > 1, end.last == "/" { end.removeLast() }
    let final = String(end)
    guard !split.isEmpty, !split.contains("/"), !split.hasPrefix(".") else {
      throw DataError(
        .malformed, file: final, "found the split \"\(split)\", expected a part of a file's name",
        fix: "name it in letters and digits")
    }
    if isFolder(final), let found = try folderEntries(final).first {
      throw DataError(
        .unwritable, file: final, "found \(found) in this folder, expected it empty",
        fix: "name a new folder")
    }
    let parent = final.split(separator: "/").dropLast().joined(separator: "/")
    try makeFolder((final.hasPrefix("/") ? "/" : "") + parent)
    let unfinished =
      "\(final).\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max)).tmp"
    do {
      try makeFolder(unfinished)
      try write(contents, split: split, to: unfinished)
      try publishFolder(unfinished, as: final)
    } catch {
      try? FileManager.default.removeItem(atPath: unfinished)
      throw error
    }
  }
}
