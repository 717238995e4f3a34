// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/<split>.tsv` (``Formats/BEIRFolder``).
public struct BEIRLayout: TaskLayout {
  /// The layout.
  public init() {}

  /// `beir`.
  public var name: String { "beir" }

  /// The files.
  public var summary: String { "corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv" }

  /// A folder with at least one of the files: opening it says which one is missing.
  public func recognises(_ folder: FolderListing) -> Bool {
    folder.has("corpus.jsonl") || folder.has("queries.jsonl")
  }

  /// The names of the files in `qrels`.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] {
    try BEIRFolder(path: folder.path).splits
  }

  /// Opens the task of a split.
  public func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    let folder = try BEIRFolder(path: place.folder)
    let qrelsFile = try folder.qrelsPath(split: place.split)
    let qrels = try readBEIRQrels(path: qrelsFile)
    return TaskContents(
      corpus: try BEIRCorpus(path: folder.corpusPath),
      queries: try readBEIRQueries(path: folder.queriesPath), qrels: qrels,
      queriesFile: folder.queriesPath, qrelsFile: qrelsFile)
  }
}
