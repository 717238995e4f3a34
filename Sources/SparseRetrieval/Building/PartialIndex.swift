// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TextAnalysis

/// What one thread has indexed: some batches of the corpus, documents numbered from 0 in the order
/// in which this thread saw them.
///
/// A thread sees batches in increasing order, so that its own numbering and the corpus's agree on
/// which of two documents comes first.
///
/// `@unchecked Sendable`: filled by the one task that creates it and only read once that task has
/// ended.
final class PartialIndex: @unchecked Sendable {
  /// Documents of this partial index that are neighbours in the corpus too.
  struct BatchRange {
    var ordinal: Int
    var first: Int
    var count: Int
  }

  let fields: IndexedFields
  private(set) var batches: [BatchRange] = []
  private(set) var identifiers = ByteArena()
  /// Terms of all fields.
  private(set) var terms = ByteTable()
  /// Postings of every field, and the lengths of its documents.
  let postings: [PostingAccumulator]
  private(set) var lengths: [[UInt32]]

  private var surfaces = SurfaceCache()
  private let session: AnalysisSession
  private var tokens: [SurfaceToken] = []
  private var term: [UInt8] = []

  init(fields: IndexedFields, analyzer: Analyzer) {
    self.fields = fields
    postings = fields.names.map { _ in PostingAccumulator() }
    lengths = fields.names.map { _ in [] }
    session = analyzer.makeSession()
  }

  /// Indexes all documents of a batch.
  func add(_ batch: DocumentBatch) {
    let first = identifiers.count
    precondition(first + batch.count < Int(UInt32.max), "an index holds at most 2^32 - 2 documents")
    batches.append(BatchRange(ordinal: batch.ordinal, first: first, count: batch.count))
    batch.bytes.withUnsafeBytes { bytes in
      for (row, entry) in batch.entries.enumerated() {
        let document = UInt32(first + row)
        identifiers.append(.init(rebasing: bytes[entry.id]))
        let title = UnsafeRawBufferPointer(rebasing: bytes[entry.title])
        let text = UnsafeRawBufferPointer(rebasing: bytes[entry.text])
        switch fields {
        case .flat: lengths[0].append(add(title, document, 0) + add(text, document, 0))
        case .multifield:
          lengths[0].append(add(text, document, 0))
          lengths[1].append(add(title, document, 1))
        }
      }
    }
  }

  /// Indexes one text and returns its number of terms.
  private func add(_ text: UnsafeRawBufferPointer, _ document: UInt32, _ field: Int) -> UInt32 {
    guard !text.isEmpty else { return 0 }
    session.segment(text, into: &tokens)
    var length: UInt32 = 0
    let accumulator = postings[field]
    for token in tokens {
      let term = session.withBytes(of: token, in: text) { surface in
        surfaces.term(surface) { resolve($0) }
      }
      guard term != SurfaceCache.dropped else { continue }
      accumulator.add(term, document: document)
      length &+= 1
    }
    return length
  }

  /// The number of the term that a surface token becomes.
  private func resolve(_ surface: UnsafeRawBufferPointer) -> UInt32 {
    guard session.normalize(surface, into: &term) else { return SurfaceCache.dropped }
    let number = term.withUnsafeBytes { terms.insert($0).number }
    return UInt32(truncatingIfNeeded: number)
  }
}

/// Byte strings one after the other, duplicates allowed.
struct ByteArena {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [Int] = [0]

  /// The number of strings.
  var count: Int { offsets.count - 1 }

  /// Adds a string.
  mutating func append(_ string: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: string)
    offsets.append(bytes.count)
  }
}
