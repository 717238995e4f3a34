// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TextAnalysis

/// Indexes batches of documents, on one thread.
struct PartialIndexer: ~Copyable {
  private let fields: IndexedFields
  private var batches: [PartialIndex.BatchRange] = []
  private var identifiers = ByteArena()
  private var vocabulary: SurfaceVocabulary
  private var contents = PostingAccumulator()
  private var contentLengths: [UInt32] = []
  private var title = PostingAccumulator()
  private var titleLengths: [UInt32] = []

  init(fields: IndexedFields, analyzer: Analyzer) {
    self.fields = fields
    vocabulary = SurfaceVocabulary(analyzer)
  }

  /// Indexes all documents of a batch.
  mutating func add(_ batch: DocumentBatch) {
    let first = identifiers.count
    precondition(first + batch.count < Int(UInt32.max), "an index holds at most 2^32 - 2 documents")
    batches.append(
      PartialIndex.BatchRange(ordinal: batch.ordinal, first: first, count: batch.count))
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
    let titleCount = fields == .flat ? titleTerms.count : 0
    let textTerms = vocabulary.terms(of: text)
    contents.add(textTerms, document: document)
    contentLengths.append(UInt32(titleCount + textTerms.count))
  }

  /// What was indexed, to be read by any thread.
  consuming func seal() -> PartialIndex {
    let hasTitle = fields == .multifield
    return PartialIndex(
      batches: batches, identifiers: identifiers, terms: vocabulary.terms,
      postings: [SealedPostings(contents)] + (hasTitle ? [SealedPostings(title)] : []),
      lengths: [contentLengths] + (hasTitle ? [titleLengths] : []))
  }
}
