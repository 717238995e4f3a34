// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import SparseRetrieval

extension Measure {
  private static let configuration = IndexConfiguration(
    analyzer: "lucene-english", fields: .flat,
    function: .bm25(.lucene, k1: 0.9, b: 0.4, delta: 0.5))

  /// Reads a corpus and builds a BM25 index into `folder`, in one thread.
  static func index(_ path: String, into folder: String, repetitions: Int) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let corpus = try BEIRCorpus(path: path)
    var statistics: [String: Int] = [:]
    let seconds = try await seconds(repetitions: repetitions) {
      let index = try await SparseIndex.build(
        corpus, configuration, in: Workspace(folder: folder, threads: 1))
      statistics = index.statistics
    }
    try report(seconds, ["statistics": statistics])
  }

  /// Asks all queries of a file, one at a time, in one thread; analysis of the query included.
  ///
  /// `first` is the time of a first pass, in which no word of a query is known yet.
  static func search(
    _ folder: String, queries path: String, hits: Int, repetitions: Int
  ) async throws {
    let index = try SparseIndex.open(folder + "/" + SparseIndex.fileName, configuration)
    let queries = try readBEIRQueries(path: path).map(\.text)
    var found = 0
    let ask = { for query in queries { found += index.search(query, depth: hits).count } }
    let start = ContinuousClock.now
    ask()
    let first = (ContinuousClock.now - start) / .seconds(1)
    let seconds = seconds(repetitions: repetitions, ask)
    try report(seconds, ["hits": found / (repetitions + 2), "first": first])
  }
}
