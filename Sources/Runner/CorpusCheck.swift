// SPDX-License-Identifier: Apache-2.0

import Retrieval
import RunStore
import Suites
import Synchronization

/// One pass over a corpus that hashes it and looks which of some identifiers it has.
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

  /// - Throws: what reading the corpus throws.
  init(_ task: PreparedTask, identifiers: IdentifierIndex, threads: Int) async throws {
    let hasher = TaskHasher()
    let missing = try await withThrowingTaskGroup(of: [Bool].self) { group in
      let reader = try task.loaded.corpus.makeReader()
      for _ in 0..<max(1, threads) {
        group.addTask { try Self.scan(reader, identifiers: identifiers, hasher: hasher) }
      }
      var seen = [Bool](repeating: false, count: identifiers.count)
      for try await part in group {
        for row in seen.indices where part[row] { seen[row] = true }
      }
      return seen.firstIndex(of: false)
    }
    unknown = missing.map { identifiers.identifiers[$0] }
    documents = hasher.documentCount
    taskHash = hasher.hash(queries: task.queries, qrels: task.qrels)
  }

  /// What one thread does: which of the identifiers are in its batches.
  private static func scan(
    _ reader: any CorpusReader, identifiers: IdentifierIndex, hasher: TaskHasher
  ) throws -> [Bool] {
    var seen = [Bool](repeating: false, count: identifiers.count)
    while let batch = try reader.nextBatch() {
      hasher.add(batch)
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
