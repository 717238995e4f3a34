// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// The files of a data set in BEIR's layout.
///
/// `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`, each also with `.gz` or `.zst` behind
/// it. A `qrels.jsonl` beside the corpus, as MTEB and LIMIT have it, is the split `test`.
public struct BEIRFolder: Sendable, Hashable {
  /// The folder.
  public let path: String
  /// The file with the documents.
  public let corpusPath: String
  /// The file with the queries.
  public let queriesPath: String
  private let qrelsPaths: [String: String]

  /// Looks at what is in the folder at `path`; no file is opened.
  ///
  /// - Throws: ``DataError`` when it is not there, not a folder, or has no corpus or no queries.
  public init(path: String) throws(DataError) {
    self.path = path
    let names = try folderEntries(path)
    corpusPath = try Self.find("corpus", names, path)
    queriesPath = try Self.find("queries", names, path)
    qrelsPaths = try Self.findQrels(names, path)
  }

  /// The names of the splits that have qrels, in alphabetical order.
  public var splits: [String] { qrelsPaths.keys.sorted() }

  /// The file with the judgements of `split`.
  ///
  /// - Throws: ``DataError`` that lists the splits there are.
  public func qrelsPath(split: String) throws(DataError) -> String {
    if let file = qrelsPaths[split] { return file }
    let found = splits.isEmpty ? "no qrels at all" : "only " + splits.joined(separator: ", ")
    throw DataError(
      .missing, file: "\(path)/qrels/\(split).tsv",
      "found no qrels of the split \"\(split)\", the folder has \(found)",
      fix: splits.isEmpty ? "fetch the data set again" : "name one of these splits")
  }

  private static let suffixes = ["", ".gz", ".zst"]

  private static func find(
    _ name: String, _ names: [String], _ path: String
  ) throws(DataError) -> String {
    for suffix in suffixes where names.contains("\(name).jsonl\(suffix)") {
      return "\(path)/\(name).jsonl\(suffix)"
    }
    throw DataError(
      .missing, file: "\(path)/\(name).jsonl",
      "found no such file, nor one with .gz or .zst behind its name",
      fix: "name a folder in BEIR's layout, or fetch the data set")
  }

  private static func findQrels(
    _ names: [String], _ path: String
  ) throws(DataError) -> [String: String] {
    var files: [String: String] = [:]
    let inside = names.contains("qrels") ? try folderEntries(path + "/qrels") : []
    for suffix in suffixes {
      for kind in [".tsv", ".jsonl"] {
        for name in inside where name.hasSuffix(kind + suffix) {
          let split = String(name.dropLast(kind.utf8.count + suffix.utf8.count))
          if files[split] == nil { files[split] = "\(path)/qrels/\(name)" }
        }
      }
    }
    for suffix in suffixes where names.contains("qrels.jsonl" + suffix) && files["test"] == nil {
      files["test"] = "\(path)/qrels.jsonl\(suffix)"
    }
    return files
  }
}
