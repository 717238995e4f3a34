// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Retrieval

/// Makes a folder that appears whole or not at all.
///
/// `body` fills a folder beside `path`, which takes its name at the end. A folder that is there
/// already must be empty; those above are made.
///
/// - Throws: `.unwritable` when the folder holds something or with the system's reason, and what
///   `body` throws.
package func placeFolder(_ path: String, _ body: (_ unfinished: String) throws -> Void) throws {
  var end = path[...]
  while end.count > 1, end.last == "/" { end.removeLast() }
  let final = String(end)
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
    try body(unfinished)
    try publishFolder(unfinished, as: final)
  } catch {
    try? FileManager.default.removeItem(atPath: unfinished)
    throw error
  }
}
