// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The index of one field, written as it is made.
struct FieldSection {
  private let field: Int
  private let partials: [any PartialIndex]
  private let numbering: DocumentNumbering
  private let threads: Int
  private let factors: LengthFactors
  private let isPruned: Bool
  private var counts: FieldCounts

  init(
    field: Int, partials: [any PartialIndex], numbering: DocumentNumbering, builder: IndexBuilder
  ) {
    self.field = field
    self.partials = partials
    self.numbering = numbering
    threads = max(1, builder.threads)
    var counts = Self.count(field, partials, numbering)
    counts.longThreshold = UInt64(
      builder.longThreshold ?? min(8192, max(512, numbering.count / 16)))
    let statistics = FieldStatistics(
      documents: numbering.count, documentsWithField: Int(counts.documentsWithField),
      tokens: Int(counts.tokens))
    let scoring = FieldScoring(function: builder.configuration.function, statistics: statistics)
    var factors = LengthFactors(scoring, count: numbering.count)
    Self.forEachBatch(field, partials, numbering) { factors.append($0, scoring) }
    self.factors = factors
    self.counts = counts
    isPruned = scoring.isPruned
  }

  private static func count(
    _ field: Int, _ partials: [any PartialIndex], _ numbering: DocumentNumbering
  ) -> FieldCounts {
    var counts = FieldCounts()
    forEachBatch(field, partials, numbering) { lengths in
      for length in lengths where length > 0 {
        counts.tokens += UInt64(length)
        counts.documentsWithField += 1
        counts.longest = max(counts.longest, UInt64(length))
      }
    }
    return counts
  }

  /// Calls `body` with the lengths of some documents at a time, in corpus order.
  private static func forEachBatch(
    _ field: Int, _ partials: [any PartialIndex], _ numbering: DocumentNumbering,
    _ body: (_ lengths: [UInt32]) -> Void
  ) {
    var lengths: [UInt32] = []
    for run in numbering.runs {
      lengths.removeAll(keepingCapacity: true)
      partials[run.partial].appendLengths(of: run.range, field: field, to: &lengths)
      body(lengths)
    }
  }

  /// Encodes all terms and writes the field's sections; what must wait goes to files in `folder`.
  consuming func write(to writer: inout IndexFileWriter, folder: String) async throws {
    try writer.begin(IndexLayout.row(.lengths, of: field))
    switch factors {
    case .coded(let codes, _): try writer.append(codes)
    case .direct(let factors): try writer.append(factors)
    }
    try writer.begin(IndexLayout.row(.postings, of: field))
    var spools = FieldSpools(folder: folder)
    var merger = TermMerger(partials, field: field)
    var occurrences = 0
    while true {
      let pieces = (0..<threads).compactMap { _ in merger.nextPiece() }
      if pieces.isEmpty { break }
      for piece in try await encode(pieces) {
        counts.postings += UInt64(piece.postingCount)
        occurrences += piece.occurrences
        try spools.append(piece, to: &writer)
      }
      merger.release(partials, field: field)
    }
    precondition(occurrences == Int(counts.tokens), "every token is in one posting")
    counts.uniqueTerms = UInt64(spools.termCount)
    try writer.begin(IndexLayout.row(.counts, of: field))
    try writer.append([counts])
    try spools.write(field: field, to: &writer)
  }

  /// Encodes pieces, one a thread.
  private func encode(_ pieces: [TermPiece]) async throws -> [EncodedTerms] {
    try await withThrowingTaskGroup(of: (Int, EncodedTerms).self) { group in
      for (row, piece) in pieces.enumerated() {
        group.addTask {
          try Task.checkCancellation()
          return (row, try encode(piece))
        }
      }
      var results = [EncodedTerms](repeating: EncodedTerms(), count: pieces.count)
      for try await (row, encoded) in group { results[row] = encoded }
      return results
    }
  }

  private func encode(_ piece: TermPiece) throws -> EncodedTerms {
    var merger = PostingMerger(partials, field: field, numbering: numbering)
    var encoder = PostingEncoder(
      factors: factors, hasBounds: isPruned, documentCount: numbering.count,
      longThreshold: Int(counts.longThreshold))
    try piece.forEachTerm { name, members in
      let all = members.reduce(0) { $0 + Int($1.postings.occurrences) }
      guard let occurrences = UInt32(exactly: all) else { throw Self.tooFrequent(name, all) }
      merger.withPostings(members) { documents, frequencies in
        encoder.add(
          name, documents: documents, frequencies: frequencies, occurrences: occurrences)
      }
    }
    return encoder.output
  }

  private static func tooFrequent(_ name: UnsafeRawBufferPointer, _ count: Int) -> DataError {
    DataError(
      .malformed, file: "corpus",
      "the term \"\(String(decoding: name, as: UTF8.self))\" occurs \(count) times, "
        + "expected at most \(UInt32.max)", fix: "choose an analyzer that drops such words")
  }
}
