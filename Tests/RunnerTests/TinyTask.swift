// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import Suites

/// A task small enough to be followed by hand, written as BEIR lays it out.
struct TinyTask {
  var name = "tiny"
  var documents = [
    ("d1", "", "red apple"), ("d2", "", "green apple pie"), ("d3", "pie", "blue sky"),
    ("d4", "", "red red wine"),
  ]
  var queries = [("q1", "red apple"), ("q2", "pie"), ("q3", "sky wine")]
  var qrels = [("q1", "d1", 2), ("q1", "d4", 1), ("q2", "d2", 1), ("q3", "d3", 1)]

  /// Writes the files below `data` and returns the task.
  @discardableResult
  func write(below data: String) throws -> RetrievalTask {
    let folder = URL(filePath: data).appending(path: name)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "qrels"), withIntermediateDirectories: true)
    func write(_ lines: [String], _ file: String) throws {
      let text = lines.map { $0 + "\n" }.joined()
      try Data(text.utf8).write(to: folder.appending(path: file))
    }
    try write(
      documents.map { #"{"_id":"\#($0.0)","title":"\#($0.1)","text":"\#($0.2)"}"# },
      "corpus.jsonl")
    try write(queries.map { #"{"_id":"\#($0.0)","text":"\#($0.1)"}"# }, "queries.jsonl")
    try write(
      ["query-id\tcorpus-id\tscore"] + qrels.map { "\($0.0)\t\($0.1)\t\($0.2)" },
      "qrels/test.tsv")
    return RetrievalTask(name: name, folder: name)
  }
}
