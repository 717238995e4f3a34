// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import Synchronization
import TextAnalysis

/// The terms of all documents of a corpus with their counts, in a temporary file.
///
/// Terms are numbered in the order in which the corpus first has them, whatever the number of
/// threads that read it.
struct TermSpool: Sendable {
  /// A term's number and how often a document has it.
  struct Pair: BitwiseCopyable {
    var term: UInt32
    var count: UInt32
  }

  /// The documents' identifiers, in corpus order.
  let identifiers: IdentifierTable
  /// The number of each term, by its fingerprint.
  let terms: [UInt64: UInt32]
  /// In how many documents each term is, by its number.
  let documentFrequencies: [UInt32]
  /// Where the pairs of each document start, and at last where those of the last end.
  private let starts: [Int]
  private let mapping: SpoolMapping

  /// Reads a corpus; the file lies in `folder`.
  ///
  /// - Throws: what reading the corpus throws, and ``DataError`` for a folder that cannot be written.
  init(
    _ corpus: any Corpus, analyzer: Analyzer, folder: String, threads: Int,
    progress: IndexingProgress
  ) async throws {
    let collector = Mutex(Collector(folder: folder))
    try await corpus.forEachBatch(
      threads: threads, makeWork: { Self.counting(analyzer) },
      consume: { batch in
        let count = try collector.withLock {
          try $0.add(batch)
          return $0.documentCount
        }
        progress.update(count)
      })
    self = try collector.withLock { try $0.finish() }
  }

  private init(
    identifiers: IdentifierTable, terms: [UInt64: UInt32], documentFrequencies: [UInt32],
    starts: [Int], mapping: SpoolMapping
  ) {
    self.identifiers = identifiers
    self.terms = terms
    self.documentFrequencies = documentFrequencies
    self.starts = starts
    self.mapping = mapping
  }

  /// The number of documents.
  var documentCount: Int { starts.count - 1 }

  /// Calls `body` with the pairs of a document.
  func withPairs<Result>(of document: Int, _ body: (UnsafeBufferPointer<Pair>) -> Result) -> Result
  {
    let pairs = mapping.bytes.bindMemory(to: Pair.self)
    return body(UnsafeBufferPointer(rebasing: pairs[starts[document]..<starts[document + 1]]))
  }

  /// Says that the pairs of some documents are not needed soon: their pages leave this process.
  func release(_ documents: Range<Int>) {
    let size = MemoryLayout<Pair>.stride
    mapping.release(starts[documents.lowerBound] * size..<starts[documents.upperBound] * size)
  }

  /// What one thread does with a batch: the terms of its documents and their counts.
  private static func counting(_ analyzer: Analyzer) -> (DocumentBatch) -> CountedBatch {
    let counter = TermCounter(analyzer)
    return { batch in
      var counted = CountedBatch()
      batch.bytes.withUnsafeBytes { bytes in
        for entry in batch.entries {
          counted.identifiers.append(utf8: UnsafeRawBufferPointer(rebasing: bytes[entry.id]))
          counter.begin()
          counter.add(UnsafeRawBufferPointer(rebasing: bytes[entry.title]))
          counter.add(UnsafeRawBufferPointer(rebasing: bytes[entry.text]))
          counter.forEachTerm { term, count in
            counted.terms.append(term)
            counted.counts.append(UInt32(clamping: count))
          }
          counted.ends.append(counted.terms.count)
        }
      }
      return counted
    }
  }

  private struct CountedBatch: Sendable {
    var identifiers = IdentifierTable()
    var terms: [UInt64] = []
    var counts: [UInt32] = []
    var ends: [Int] = []
  }

  /// Numbers terms; receives batches in corpus order.
  private struct Collector: ~Copyable {
    private var identifiers = IdentifierTable()
    private var terms: [UInt64: UInt32] = [:]
    private var documentFrequencies: [UInt32] = []
    private var starts = [0]
    private var spool: Spool?

    init(folder: String) { spool = Spool(folder: folder, capacity: 1 << 20) }

    var documentCount: Int { starts.count - 1 }

    mutating func add(_ batch: CountedBatch) throws(DataError) {
      var pairs: [Pair] = []
      pairs.reserveCapacity(batch.terms.count)
      for (term, count) in zip(batch.terms, batch.counts) {
        let fresh = UInt32(documentFrequencies.count)
        let number = terms[term, default: fresh]
        if number == fresh {
          terms[term] = fresh
          documentFrequencies.append(0)
        }
        documentFrequencies[Int(number)] += 1
        pairs.append(Pair(term: number, count: count))
      }
      let start = starts[starts.count - 1]
      for (row, end) in batch.ends.enumerated() {
        batch.identifiers.withUTF8(row) { identifiers.append(utf8: $0) }
        starts.append(start + end)
      }
      try spool?.append(pairs)
    }

    /// Everything that was added; nothing is left here.
    mutating func finish() throws(DataError) -> TermSpool {
      guard let spool = spool.take() else { preconditionFailure("finished once") }
      return TermSpool(
        identifiers: identifiers, terms: terms, documentFrequencies: documentFrequencies,
        starts: starts, mapping: try spool.map())
    }
  }
}
