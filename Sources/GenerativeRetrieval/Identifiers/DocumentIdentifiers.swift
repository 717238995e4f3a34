// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import Synchronization

extension IdentifierTable {
  /// The ids of a corpus's documents, in its order.
  ///
  /// - Throws: What reading the corpus throws; ``DataError`` for an empty corpus and a document id
  ///   that occurs twice.
  static func read(
    _ corpus: any Corpus, threads: Int, progress: IndexingProgress
  ) async throws -> IdentifierTable {
    let collected = Mutex(IdentifierTable())
    let detector = DuplicateIdentifierDetector()
    try await corpus.forEachBatch(
      threads: threads,
      makeWork: {
        { batch in
          detector.insert(batch)
          return IdentifierTable(idsOf: batch)
        }
      },
      consume: { ids in
        let count = collected.withLock { collected in
          for row in 0..<ids.count { ids.withUTF8(row) { collected.append(utf8: $0) } }
          return collected.count
        }
        progress.update(count)
      })
    let identifiers = collected.withLock { $0 }
    guard identifiers.count > 0 else { throw DataError.emptyCorpus }
    try detector.check(corpus)
    return identifiers
  }

  private init(idsOf batch: DocumentBatch) {
    self.init()
    batch.bytes.withUnsafeBytes { bytes in
      for entry in batch.entries {
        append(utf8: UnsafeRawBufferPointer(rebasing: bytes[entry.id]))
      }
    }
  }
}
