// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// The names of what a folder holds, to recognise a layout by.
public struct FolderListing: Sendable, Hashable {
  /// The folder.
  public let path: String
  /// Files, as paths relative to the folder with `/` between components, ascending; at most
  /// ``depth`` components, hidden ones left out.
  public let files: [String]

  /// Levels of folders that are looked into: the hub's data sets need three.
  static let depth = 3

  /// Lists the folder at `path`.
  ///
  /// - Throws: `.missing` or `.unreadable` when it cannot be listed.
  public init(path: String) throws(DataError) {
    self.path = path
    files = try Self.list(path, prefix: "", levels: Self.depth).sorted()
  }

  /// Whether there is such a file, plain or with `.gz` or `.zst` behind its name.
  public func has(_ file: String) -> Bool { path(of: file) != nil }

  /// The path to open for a file that may be compressed: plain before `.gz` before `.zst`.
  public func path(of file: String) -> String? {
    ["", ".gz", ".zst"].lazy.map { file + $0 }.first(where: contains).map { "\(path)/\($0)" }
  }

  /// Whether exactly this file is there.
  private func contains(_ file: String) -> Bool {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle] < file { low = middle + 1 } else { high = middle }
    }
    return low < files.count && files[low] == file
  }

  private static func list(
    _ path: String, prefix: String, levels: Int
  ) throws(DataError) -> [String] {
    var files: [String] = []
    for name in try folderEntries(path) where !name.hasPrefix(".") {
      if !isFolder("\(path)/\(name)") {
        files.append(prefix + name)
      } else if levels > 1 {
        files += try list("\(path)/\(name)", prefix: prefix + name + "/", levels: levels - 1)
      }
    }
    return files
  }
}
