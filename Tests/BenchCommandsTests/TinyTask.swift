// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A folder in BEIR layout with three documents and two queries, for breaking.
struct TinyTask {
  let folder: String

  static let corpus = """
    {"_id": "d1", "title": "Cats", "text": "the cat sat on the mat"}
    {"_id": "d2", "title": "Dogs", "text": "a dog chased the cat"}
    {"_id": "d3", "title": "", "text": "birds sing at dawn"}

    """
  static let queries = """
    {"_id": "q1", "text": "where did the cat sit"}
    {"_id": "q2", "text": "singing birds"}

    """
  static let qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t2\n"

  /// Writes the task below `parent`, with some files replaced by other content or left out.
  init(in parent: String, replacing replaced: [String: Data?] = [:]) throws {
    folder = parent + "/tiny"
    var files: [String: Data?] = [
      "corpus.jsonl": Data(Self.corpus.utf8), "queries.jsonl": Data(Self.queries.utf8),
      "qrels/test.tsv": Data(Self.qrels.utf8),
    ]
    files.merge(replaced) { $1 }
    try FileManager.default.createDirectory(
      atPath: folder + "/qrels", withIntermediateDirectories: true)
    for case (let name, let content?) in files {
      try content.write(to: URL(filePath: "\(folder)/\(name)"))
    }
  }

  /// The arguments of a run over this task that keeps its results in `parent`.
  func runArguments(store: String, _ more: [String] = []) -> [String] {
    ["run", "--task", folder, "--retriever", "bm25", "--store", store] + more
  }
}
