// SPDX-License-Identifier: Apache-2.0

import Retrieval
import SentenceEncoders
import Synchronization

/// A text encoder over documents and queries: a bi-encoder.
struct EncodingModel: VectorModel {
  let encoder: any TextEncoder
  /// Where vectors that were computed before are kept; nil for nowhere.
  let cache: EncodingCache?

  func vectors(
    of corpus: any Corpus, stored storage: VectorStorage, in workspace: Workspace,
    progress: IndexingProgress
  ) async throws -> DocumentVectors {
    let chunks = ChunkEncoder(
      encoder: encoder, cache: cache, role: .document, threads: workspace.threads)
    var writer = try StoredVectorsWriter(
      storage, dimensions: encoder.dimensions, folder: workspace.folder)
    var pass = EncodingPass(chunks)
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      for entry in batch.entries {
        try pass.add(batch, entry, to: &writer)
        if pass.isBetweenChunks {
          try Task.checkCancellation()
          progress.update(pass.identifiers.count)
        }
      }
    }
    try pass.flush(to: &writer)
    progress.update(pass.identifiers.count)
    return DocumentVectors(
      identifiers: pass.identifiers, tables: try writer.finish(),
      queries: EncodedQueries(encoder, threads: workspace.threads), lengths: pass.lengths,
      statistics: pass.statistics)
  }
}

/// One pass over a corpus: texts become chunks, chunks rows.
private struct EncodingPass {
  private let encoder: ChunkEncoder
  private var chunks = TextChunks()
  private(set) var identifiers = IdentifierTable()
  private(set) var lengths: [UInt32] = []
  private var ledger = TokenLedger()
  private var cached = 0
  private var redone = 0

  init(_ encoder: ChunkEncoder) { self.encoder = encoder }

  var isBetweenChunks: Bool { chunks.texts.isEmpty }

  mutating func add(
    _ batch: DocumentBatch, _ entry: DocumentBatch.Entry, to writer: inout StoredVectorsWriter
  ) throws {
    batch.bytes.withUnsafeBytes {
      identifiers.append(utf8: UnsafeRawBufferPointer(rebasing: $0[entry.id]))
    }
    if chunks.append(encodedText(batch, entry)) { try flush(to: &writer) }
  }

  mutating func flush(to writer: inout StoredVectorsWriter) throws {
    let texts = chunks.take()
    guard !texts.isEmpty else { return }
    let (chunk, source) = try encoder.encode(texts)
    for count in chunk.counts {
      ledger.add(count)
      lengths.append(UInt32(clamping: count.total))
    }
    cached += source == .cached ? texts.count : 0
    redone += source == .redone ? 1 : 0
    try writer.append(chunk.vectors)
  }

  var statistics: [String: Int] {
    ledger.statistics(of: "documents").merging(
      ["documents.fromCache": cached, "cache.damagedChunks": redone]
    ) { $1 }
  }
}

/// Queries through an encoder.
private final class EncodedQueries: QueryVectors {
  private let encoder: any TextEncoder
  private let threads: Int
  private let counted = Mutex(TokenLedger())

  init(_ encoder: any TextEncoder, threads: Int) {
    self.encoder = encoder
    self.threads = threads
  }

  var ledger: TokenLedger? { counted.withLock { $0 } }

  func vectors(of queries: [Query]) throws -> [Float] {
    var vectors = [Float](repeating: 0, count: queries.count * encoder.dimensions)
    let texts = queries.map { trimmed($0.text) }
    let counts = try vectors.withUnsafeMutableBufferPointer { buffer -> [TokenCount] in
      guard let start = buffer.baseAddress else { return [] }
      return try encoder.encode(texts, role: .query, threads: threads, into: start)
    }
    counted.withLock { ledger in
      for count in counts { ledger.add(count) }
    }
    return vectors
  }
}
