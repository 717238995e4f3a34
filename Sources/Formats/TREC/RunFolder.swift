// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// A plain folder of run files, as participants of a track or a tuning script leave it.
///
/// Every file at its top is a run, but hidden ones and those whose name says something else: `qrels`,
/// `topics`, `queries`, `README` or `LICENSE` is a part of it. Folders inside are not looked into.
public struct RunFolder: Sendable, Hashable {
  /// The folder.
  public let path: String
  /// Names of the run files, in alphabetical order.
  public let runs: [String]

  /// Looks at what is in the folder at `path`; no file is opened.
  ///
  /// - Throws: `.missing` when the folder is not there or holds no run.
  public init(path: String) throws(DataError) {
    self.path = path
    runs = try folderEntries(path).filter { name in
      !name.hasPrefix(".") && !isFolder("\(path)/\(name)") && !Self.saysOtherwise(name)
    }
    guard runs.isEmpty else { return }
    throw DataError(
      .missing, file: path, "found no run files, expected at least one",
      fix: "name the folder that holds them, or one run file")
  }

  /// The path of a run of this folder.
  public func path(of run: String) -> String { "\(path)/\(run)" }

  private static func saysOtherwise(_ name: String) -> Bool {
    let words = name.split { $0 == "." || $0 == "-" || $0 == "_" }
    return words.contains { ["qrels", "topics", "queries", "README", "LICENSE"].contains($0) }
  }
}
