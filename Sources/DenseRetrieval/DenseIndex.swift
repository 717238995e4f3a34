// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Synchronization
import VectorSearch

/// Vectors of documents that are searched exactly.
final class DenseIndex: SearchIndex {
  private let vectors: DocumentVectors
  private let search: ExactSearch
  private let threads: Int
  /// Rows by identifier; made when the first query with candidates comes.
  private let numbers = Mutex<IdentifierIndex?>(nil)

  init(_ vectors: DocumentVectors, _ storage: VectorStorage, threads: Int) {
    self.vectors = vectors
    self.threads = threads
    search = ExactSearch(
      vectors.tables.table, similarity: storage.similarity, rescoring: vectors.tables.finer,
      factor: vectors.tables.finer == nil ? nil : storage.rescoring, threads: threads)
  }

  /// Bytes of the vectors and the identifiers.
  var sizeOnDisk: Int { vectors.tables.sizeOnDisk + vectors.identifiers.bytes.count }

  /// `documents`, `dimensions`, and what the model says; with an encoder also how many tokens
  /// documents and queries had, and how many of them were not read.
  var statistics: [String: Int] {
    var statistics = vectors.statistics
    statistics["documents"] = vectors.identifiers.count
    statistics["dimensions"] = vectors.tables.table.dimensions
    if let ledger = vectors.queries.ledger {
      statistics.merge(ledger.statistics(of: "queries")) { $1 }
    }
    return statistics
  }

  /// Tokens of a document, where they were counted.
  func tokenCount(ofDocument identifier: String) -> Int? {
    guard !vectors.lengths.isEmpty else { return nil }
    return row(of: identifier).map { Int(vectors.lengths[$0]) }
  }

  /// Ranks documents for every query. A query without any direction finds nothing; its candidates,
  /// if it has some, all have score 0.
  func search(_ queries: [Query], depth: Int) async throws -> [Ranking] {
    let all = try vectors.queries.vectors(of: queries)
    let width = vectors.tables.table.dimensions
    var free: [Int] = []
    var batch: [Float] = []
    var rankings = queries.map { Ranking(queryID: $0.id) }
    for (number, query) in queries.enumerated() {
      let vector = Array(all[number * width..<(number + 1) * width])
      if let candidates = query.candidates {
        let rows = candidates.compactMap(row(of:))
        rankings[number] = ranking(
          query, try search.search(vector, depth: depth, among: rows))
      } else if vector.contains(where: { $0 != 0 }) {
        free.append(number)
        batch += vector
      }
    }
    let found = try await search.search(batch: batch, depth: depth)
    for (number, hits) in zip(free, found) { rankings[number] = ranking(queries[number], hits) }
    return rankings
  }

  private func ranking(_ query: Query, _ hits: [VectorHit]) -> Ranking {
    var identifiers = IdentifierTable()
    for hit in hits {
      vectors.identifiers.withUTF8(hit.row) { identifiers.append(utf8: $0) }
    }
    return Ranking(
      queryID: query.id, documents: identifiers, scores: hits.map { Double($0.score) })
  }

  private func row(of identifier: String) -> Int? {
    numbers.withLock { numbers in
      if numbers == nil { numbers = IdentifierIndex(vectors.identifiers) }
      var identifier = identifier
      return identifier.withUTF8 { numbers?.row(of: UnsafeRawBufferPointer($0)) }
    }
  }
}
