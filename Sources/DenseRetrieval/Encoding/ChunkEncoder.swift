// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import SentenceEncoders

/// Encodes chunks of texts, or takes them from a cache.
struct ChunkEncoder: Sendable {
  let encoder: any TextEncoder
  let cache: EncodingCache?
  let role: TextRole
  let threads: Int

  /// Where a chunk came from.
  enum Source: Sendable, Hashable {
    case computed, cached
    /// It was in the cache and damaged.
    case redone
  }

  /// The vectors of some texts.
  ///
  /// - Throws: `.unwritable` at the cache; what the encoder throws.
  func encode(_ texts: [String]) throws -> (EncodedChunk, Source) {
    let path = cache?.path(of: texts, role: role)
    if let path, let cache {
      let known = cache.chunk(at: path, count: texts.count, dimensions: encoder.dimensions)
      if let known { return (known, .cached) }
    }
    let isDamaged = path.map { fileSize($0) != nil } ?? false
    var chunk = EncodedChunk(count: texts.count, dimensions: encoder.dimensions)
    let counts = try chunk.vectors.withUnsafeMutableBufferPointer { buffer -> [TokenCount] in
      guard let start = buffer.baseAddress else { return chunk.counts }
      return try encoder.encode(texts, role: role, threads: threads, into: start)
    }
    chunk.counts = counts
    if let path, let cache { try cache.keep(chunk, at: path) }
    return (chunk, isDamaged ? .redone : .computed)
  }
}
