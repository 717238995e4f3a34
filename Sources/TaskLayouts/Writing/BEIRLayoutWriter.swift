// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Writes BEIR's layout. It holds documents, queries with text alone, and any grade.
public struct BEIRLayoutWriter: LayoutWriter {
  /// The writer.
  public init() {}

  /// `beir`.
  public var name: String { "beir" }

  /// The files.
  public var summary: String { "corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv" }

  /// Writes the three files.
  public func write(_ contents: TaskContents, split: String, to folder: String) throws {
    let check = LossCheck(layout: "BEIR's layout", contents: contents)
    try check.checkNotEmpty()
    try check.checkQueries()
    try check.checkIdentifiers { tableFault($0.utf8) }
    try makeFolder(folder + "/qrels")
    try writeBEIRQrels(contents.qrels, to: "\(folder)/qrels/\(split).tsv")
    try writeBEIRQueries(contents.queries, to: folder + "/queries.jsonl")
    try writeDocuments(contents.corpus, to: folder + "/corpus.jsonl") { batch, entry, line in
      appendBEIRDocument(
        id: batch.bytes[entry.id], title: batch.bytes[entry.title], text: batch.bytes[entry.text],
        to: &line)
    }
  }
}
