// SPDX-License-Identifier: Apache-2.0

import Formats
import FoundationEssentials
public import Retrieval

/// A folder with one file a baseline, `NAME.json`.
public struct BaselineFolder: Sendable {
  /// Where it is.
  public let path: String

  /// The folder at `path`, which need not be there yet.
  public init(path: String) {
    self.path = path
  }

  /// Whether a name can be that of a baseline: letters, digits, `.`, `-`, `_`, not beginning with
  /// a dot.
  public static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "._-".utf8.contains(byte)
        }
      }
  }

  /// The file of a baseline.
  public func file(_ name: String) -> String { "\(path)/\(name).json" }

  /// Whether there is a baseline of this name.
  public func contains(_ name: String) -> Bool {
    Self.isName(name) && fileSize(file(name)) != nil
  }

  /// The names that there are, in alphabetical order.
  public func names() throws(DataError) -> [String] {
    guard isFolder(path) else { return [] }
    return try folderEntries(path).filter { $0.hasSuffix(".json") }
      .map { String($0.dropLast(5)) }.filter(Self.isName)
  }

  /// The baseline of a name.
  ///
  /// - Throws: `.missing` with the names that there are.
  public func read(_ name: String) throws(DataError) -> Baseline {
    guard contains(name) else { throw missing(name, among: try names()) }
    return try Baseline(path: file(name))
  }

  /// Writes a baseline in place of another of its name; the folder is made.
  public func write(_ baseline: Baseline) throws {
    guard Self.isName(baseline.name) else {
      throw DataError(
        .malformed, file: path, "\"\(baseline.name)\" is no name for a baseline",
        fix: "use letters, digits, dots, hyphens and underscores")
    }
    try makeFolder(path)
    try baseline.write(to: file(baseline.name))
  }

  /// Removes a baseline.
  ///
  /// - Throws: `.missing` where there is none, `.unwritable` where it cannot be removed.
  public func remove(_ name: String) throws(DataError) {
    guard contains(name) else { throw missing(name, among: try names()) }
    do {
      try FileManager.default.removeItem(atPath: file(name))
    } catch {
      throw DataError(.unwritable, file: file(name), "cannot be removed: \(error)")
    }
  }

  private func missing(_ name: String, among names: [String]) -> DataError {
    let known = names.isEmpty ? "there is none yet" : "there are " + names.joined(separator: ", ")
    return DataError(
      .missing, file: path, "no baseline is called \"\(name)\"; \(known)",
      fix: "`bench baseline save \(name) …` makes it")
  }
}
