// SPDX-License-Identifier: Apache-2.0

public import Retrieval

extension DocumentStore {
  /// Reads a corpus once and writes all of its documents to a store at `path`.
  ///
  /// The file appears whole or not at all, and does not depend on the number of threads. In memory
  /// are a few batches, 16 to 20 bytes a document and 24 bytes a block of 64 KiB.
  ///
  /// - Parameters:
  ///   - corpus: The documents. It is read a second time only when two ids look alike.
  ///   - path: Where the store will be; its name must not end in `.gz` or `.zst`.
  ///   - threads: The most threads to read and compress with.
  /// - Throws: What reading the corpus throws; ``DataError`` for an id that occurs twice and for a
  ///   file that cannot be written.
  public static func build(
    from corpus: any Corpus, at path: String, threads: Int = 1
  ) async throws {
    try await writeFile(path) { file in
      var builder = try DocumentStoreBuilder(&file)
      let reader = try corpus.makeReader()
      while true {
        let batches = try await nextBatches(reader, count: max(1, threads), path: path)
        for batch in batches { try builder.append(batch, to: &file) }
        if batches.count < max(1, threads) { break }
      }
      try DuplicateIdentifierDetector.check(corpus, suspects: try builder.finish(&file))
    }
  }

  /// The next batches of a corpus in their order, each packed by a thread of its own.
  private static func nextBatches(
    _ reader: any CorpusReader, count: Int, path: String
  ) async throws -> [DocumentStoreBuilder.PackedBatch] {
    try await withThrowingTaskGroup(of: DocumentStoreBuilder.PackedBatch?.self) { group in
      for _ in 0..<count {
        group.addTask {
          try Task.checkCancellation()
          return try reader.nextBatch().map {
            try DocumentStoreBuilder.PackedBatch($0, path: path)
          }
        }
      }
      var batches: [DocumentStoreBuilder.PackedBatch] = []
      for try await batch in group {
        if let batch { batches.append(batch) }
      }
      return batches.sorted { $0.ordinal < $1.ordinal }
    }
  }
}
