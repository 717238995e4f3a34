// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import RunStore
import Suites
import Synchronization

/// One pass over a corpus that hashes it, looks which of some identifiers it has, and finds
/// identifiers that occur twice.
///
/// It runs after the measured phases, so that it neither costs the retriever time nor counts in its
/// memory, and it needs no table of all documents: only of those that were returned.
struct CorpusCheck: Sendable {
  /// The task hash.
  let taskHash: String
  /// Documents in the corpus.
  let documents: Int
  /// An identifier that the corpus does not have, the first by number.
  let unknown: String?

  /// What is odd about the judgements, in words.
  let warnings: [String]

  /// - Parameter identifiers: The documents that the retriever returned.
  /// - Throws: what reading the corpus throws, and ``DataError`` with both lines at a document id
  ///   that occurs twice.
  init(_ task: PreparedTask, identifiers: IdentifierIndex, threads: Int) async throws {
    let hasher = TaskHasher()
    let duplicates = DuplicateIdentifierDetector()
    let wanted = Self.adding(task.qrels, to: identifiers)
    let seen = try await withThrowingTaskGroup(of: [Bool].self) { group in
      let reader = try task.loaded.corpus.makeReader()
      for _ in 0..<max(1, threads) {
        group.addTask { try Self.scan(reader, wanted, hasher, duplicates) }
      }
      var seen = [Bool](repeating: false, count: wanted.count)
      for try await part in group {
        for row in seen.indices where part[row] { seen[row] = true }
      }
      return seen
    }
    try duplicates.check(task.loaded.corpus)
    let absent = seen.indices.filter { !seen[$0] }
    unknown = absent.first { $0 < identifiers.count }.map { wanted.identifiers[$0] }
    warnings = Self.warnings(absent.drop { $0 < identifiers.count }, wanted)
    documents = hasher.documentCount
    taskHash = hasher.hash(queries: task.queries, qrels: task.qrels)
  }

  /// The identifiers and behind them the judged documents that are not among them.
  private static func adding(_ qrels: Qrels, to identifiers: IdentifierIndex) -> IdentifierIndex {
    var wanted = identifiers
    for query in qrels.queryIDs {
      guard let judged = qrels[query]?.documents else { continue }
      for row in 0..<judged.count { _ = judged.withUTF8(row) { wanted.insert($0) } }
    }
    return wanted
  }

  private static func warnings(_ absent: ArraySlice<Int>, _ wanted: IdentifierIndex) -> [String] {
    guard let first = absent.first else { return [] }
    let name = wanted.identifiers[first]
    return [
      "\(absent.count) judged documents are not in the corpus and can never be found, "
        + "first \"\(name)\""
    ]
  }

  /// What one thread does: which of the identifiers are in its batches.
  private static func scan(
    _ reader: any CorpusReader, _ identifiers: IdentifierIndex, _ hasher: TaskHasher,
    _ duplicates: DuplicateIdentifierDetector
  ) throws -> [Bool] {
    var seen = [Bool](repeating: false, count: identifiers.count)
    while let batch = try reader.nextBatch() {
      hasher.add(batch)
      duplicates.insert(batch)
      batch.bytes.withUnsafeBytes { bytes in
        for entry in batch.entries {
          let id = UnsafeRawBufferPointer(rebasing: bytes[entry.id])
          if let row = identifiers.row(of: id) { seen[row] = true }
        }
      }
    }
    return seen
  }
}
