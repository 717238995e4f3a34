// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// LIMIT's layout: `corpus.jsonl`, `queries.jsonl` and one `qrels.jsonl` beside them.
///
/// The names of people are document ids, spaces included.
/// Source: Weller et al., On the Theoretical Limitations of Embedding-Based Retrieval (2025),
/// google-deepmind/limit.
public struct LIMITLayout: TaskLayout {
  /// The layout.
  public init() {}

  /// `limit`.
  public var name: String { "limit" }

  /// The files.
  public var summary: String { "corpus.jsonl, queries.jsonl and one qrels.jsonl" }

  /// A folder with judgements in JSON lines beside the documents, and nothing that only MTEB has.
  public func recognises(_ folder: FolderListing) -> Bool {
    let extras = ["top_ranked", "instruction"]
    return folder.has("qrels.jsonl") && folder.has("corpus.jsonl")
      && !folder.files.contains { file in extras.contains(where: file.hasPrefix) }
  }

  /// Only `test`.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] { ["test"] }

  /// Opens the task; there is one split, called `test`.
  public func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    let folder = try FolderListing(path: place.folder)
    guard place.split == "test" else {
      throw DataError(
        .missing, file: "\(place.folder)/qrels.jsonl",
        "found no qrels of the split \"\(place.split)\", the folder has only test",
        fix: "name the split test")
    }
    return try TaskTables(
      corpus: try folder.requiredTable(["corpus"], "corpus"),
      queries: try folder.requiredTable(["queries"], "queries"),
      qrels: try folder.requiredTable(["qrels"], "qrels")
    ).open()
  }
}
