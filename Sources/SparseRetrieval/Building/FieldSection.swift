// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// The index of one field, written as it is made.
struct FieldSection {
  /// Terms are encoded in pieces of about so many postings, one a thread at a time.
  private static let pieceSize = 1 << 21

  private let field: Int
  private let partials: [PartialIndex]
  private let numbering: DocumentNumbering
  private let vocabulary: MergedVocabulary
  private let threads: Int
  private let factors: LengthFactors
  private let isPruned: Bool
  private var counts = FieldCounts()

  init(
    field: Int, partials: [PartialIndex], numbering: DocumentNumbering,
    vocabulary: MergedVocabulary, builder: IndexBuilder
  ) {
    self.field = field
    self.partials = partials
    self.numbering = numbering
    self.vocabulary = vocabulary
    threads = max(1, builder.threads)
    counts.longThreshold = UInt64(
      builder.longThreshold ?? min(8192, max(512, numbering.count / 16)))
    var lengths: [UInt32] = []
    lengths.reserveCapacity(numbering.count)
    for run in numbering.runs {
      lengths.append(contentsOf: partials[run.partial].lengths[field][run.range])
    }
    var tokens = 0
    for length in lengths where length > 0 {
      tokens += Int(length)
      counts.documentsWithField += 1
    }
    counts.tokens = UInt64(tokens)
    counts.longest = UInt64(lengths.max() ?? 0)
    let statistics = FieldStatistics(
      documents: numbering.count, documentsWithField: Int(counts.documentsWithField),
      tokens: tokens)
    let scoring = FieldScoring(function: builder.configuration.function, statistics: statistics)
    factors = LengthFactors(lengths: lengths, scoring: scoring)
    isPruned = scoring.isPruned
  }

  /// Encodes all terms and writes the field's sections.
  consuming func write(to writer: inout IndexFileWriter) async throws {
    try writer.begin(IndexLayout.row(.lengths, of: field))
    switch factors {
    case .coded(let codes, _): try writer.append(codes)
    case .direct(let factors): try writer.append(factors)
    }
    try writer.begin(IndexLayout.row(.postings, of: field))
    var whole = EncodedTerms()
    var byteCount = 0
    let pieces = pieces()
    for first in stride(from: 0, to: pieces.count, by: threads) {
      let wave = pieces[first..<min(first + threads, pieces.count)]
      for var piece in try await encode(wave) {
        piece.rebase(
          bytes: byteCount, names: whole.names.count, longRecords: whole.longRecords.count,
          blocks: whole.blocks.count, dense: whole.dense.count)
        try writer.append(piece.bytes)
        byteCount += piece.bytes.count
        whole.append(withoutBytes: piece)
      }
    }
    precondition(whole.occurrences == Int(counts.tokens), "every token is in one posting")
    try writeDictionary(whole, to: &writer)
  }

  private mutating func writeDictionary(
    _ whole: consuming EncodedTerms, to writer: inout IndexFileWriter
  ) throws {
    counts.postings = UInt64(whole.postingCount)
    counts.uniqueTerms = UInt64(whole.records.count)
    guard let nameEnd = UInt32(exactly: whole.names.count) else {
      throw DataError(
        .malformed, file: "corpus", "distinct terms take more than 4 GiB, expected at most 4 GiB",
        fix: "choose an analyzer that splits this text into words")
    }
    let slots = TermSlots.build(whole)
    var end = TermRecord()
    end.name = nameEnd
    whole.records.append(end)
    try writer.begin(IndexLayout.row(.counts, of: field))
    try writer.append([counts])
    try writer.begin(IndexLayout.row(.terms, of: field))
    try writer.append(whole.records)
    try writer.begin(IndexLayout.row(.names, of: field))
    try writer.append(whole.names)
    try writer.begin(IndexLayout.row(.slots, of: field))
    try writer.append(slots)
    try writer.begin(IndexLayout.row(.longTerms, of: field))
    try writer.append(whole.longRecords)
    try writer.begin(IndexLayout.row(.blocks, of: field))
    try writer.append(whole.blocks)
    try writer.begin(IndexLayout.row(.dense, of: field))
    try writer.append(whole.dense)
  }

  /// Ranges of terms with about the same number of postings.
  private func pieces() -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    var size = 0
    for term in 0..<vocabulary.count {
      for partial in partials.indices {
        let number = vocabulary.number(term, in: partial)
        guard number != MergedVocabulary.absent else { continue }
        size += partials[partial].postings[field].accumulator.documentFrequency(
          number)
      }
      if size >= Self.pieceSize || term == vocabulary.count - 1 {
        pieces.append(start..<(term + 1))
        start = term + 1
        size = 0
      }
    }
    return pieces
  }

  private func encode(_ pieces: ArraySlice<Range<Int>>) async throws -> [EncodedTerms] {
    try await withThrowingTaskGroup(of: (Int, EncodedTerms).self) { group in
      for (row, piece) in pieces.enumerated() {
        group.addTask {
          try Task.checkCancellation()
          return (row, encode(piece))
        }
      }
      var results = [EncodedTerms](repeating: EncodedTerms(), count: pieces.count)
      for try await (row, encoded) in group { results[row] = encoded }
      return results
    }
  }

  private func encode(_ terms: Range<Int>) -> EncodedTerms {
    var merger = PostingMerger(sources: partials.map { $0.postings[field] }, numbering: numbering)
    var encoder = PostingEncoder(
      factors: factors, hasBounds: isPruned, documentCount: numbering.count,
      longThreshold: Int(counts.longThreshold))
    let width = vocabulary.partialCount
    for term in terms {
      let members = vocabulary.members[(term * width)..<((term + 1) * width)]
      guard let partial = members.firstIndex(where: { $0 != MergedVocabulary.absent }) else {
        continue
      }
      let source = partials[partial - members.startIndex].terms
      merger.withPostings(members) { documents, frequencies, occurrences in
        source.withBytes(Int(members[partial])) { name in
          encoder.add(
            name, documents: documents, frequencies: frequencies, occurrences: occurrences)
        }
      }
    }
    return encoder.output
  }
}
