// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TextAnalysis

/// Indexes batches of documents, on one thread.
struct PartialIndexer: ~Copyable {
  /// More occurrences than this in one partial index might not fit into 32 bits.
  private static let largestTokenCount = 1 << 31

  private let fields: IndexedFields
  private let analyzer: Analyzer
  private let budget: Int
  private var batches: [BatchRange] = []
  private var identifiers = ByteArena()
  private var vocabulary: SurfaceVocabulary
  private var contents = PostingAccumulator()
  private var contentLengths: [UInt32] = []
  private var title = PostingAccumulator()
  private var titleLengths: [UInt32] = []
  private var tokenCount = 0

  /// An indexer that has seen nothing and is to hold about `budget` bytes at most.
  init(fields: IndexedFields, analyzer: Analyzer, budget: Int) {
    self.fields = fields
    self.analyzer = analyzer
    self.budget = budget
    vocabulary = SurfaceVocabulary(analyzer)
  }

  /// Whether there is no document.
  var isEmpty: Bool { identifiers.count == 0 }

  /// Whether it holds as much as it should.
  var isFull: Bool { byteCount >= budget || tokenCount >= Self.largestTokenCount }

  /// Bytes of memory in use.
  private var byteCount: Int {
    vocabulary.byteCount + contents.byteCount + title.byteCount + identifiers.byteCount
      + (contentLengths.count + titleLengths.count) * MemoryLayout<UInt32>.stride
  }

  /// Indexes all documents of a batch.
  mutating func add(_ batch: DocumentBatch) {
    let first = identifiers.count
    batches.append(BatchRange(ordinal: batch.ordinal, first: first, count: batch.count))
    batch.bytes.withUnsafeBytes { bytes in
      for (row, entry) in batch.entries.enumerated() {
        identifiers.append(.init(rebasing: bytes[entry.id]))
        add(
          title: .init(rebasing: bytes[entry.title]), text: .init(rebasing: bytes[entry.text]),
          UInt32(first + row))
      }
    }
  }

  private mutating func add(
    title titleText: UnsafeRawBufferPointer, text: UnsafeRawBufferPointer, _ document: UInt32
  ) {
    let titleTerms = vocabulary.terms(of: titleText)
    switch fields {
    case .flat: contents.add(titleTerms, document: document)
    case .multifield:
      title.add(titleTerms, document: document)
      titleLengths.append(UInt32(titleTerms.count))
    }
    let titleCount = titleTerms.count
    let textTerms = vocabulary.terms(of: text)
    contents.add(textTerms, document: document)
    contentLengths.append(UInt32((fields == .flat ? titleCount : 0) + textTerms.count))
    tokenCount += titleCount + textTerms.count
  }

  /// What was indexed since the last call, to be read by any thread.
  mutating func take() -> HeldPartialIndex {
    var postings: [SealedPostings] = [SealedPostings(Self.exchange(&contents))]
    var lengths = [contentLengths]
    if fields == .multifield {
      postings.append(SealedPostings(Self.exchange(&title)))
      lengths.append(titleLengths)
    }
    let index = HeldPartialIndex(
      batches: batches, identifiers: identifiers, terms: SortedTerms(vocabulary.terms),
      postings: postings, lengths: lengths)
    // Known words stay known, unless they would leave too little room for postings.
    if vocabulary.byteCount > budget / 2 { vocabulary = SurfaceVocabulary(analyzer) }
    batches = []
    identifiers = ByteArena()
    contentLengths = []
    titleLengths = []
    tokenCount = 0
    return index
  }

  /// Puts an empty accumulator in the place of the one that is returned.
  private static func exchange(_ accumulator: inout PostingAccumulator) -> PostingAccumulator {
    var taken = PostingAccumulator()
    swap(&taken, &accumulator)
    return taken
  }
}
