// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

extension LimitTask {
  /// Writes the task in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`.
  ///
  /// Documents are made and written one at a time, so that any number of them needs no memory.
  /// Each file appears whole or not at all; files that are there already are replaced.
  ///
  /// - Parameter path: The folder; made where it does not exist.
  /// - Throws: `DataError` `.unwritable` when the folder or a file cannot be written.
  public func write(to path: String) throws {
    let judgments = path + "/qrels"
    try makeFolder(judgments)
    try writeBEIRCorpus(
      (0..<parameters.documents).lazy.map(document(at:)), to: path + "/corpus.jsonl")
    try writeBEIRQueries((0..<queryCount).lazy.map(query(at:)), to: path + "/queries.jsonl")
    try writeBEIRQrels(qrels, to: judgments + "/test.tsv")
  }
}
