// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// A partial index in a temporary file: a sorted run that is read from front to back.
///
/// For each field, its terms one after the other: length of the name, document frequency,
/// occurrences and size of the postings as variable-length numbers, the name, and the postings as
/// ``EncodedPosting``s. Behind them the identifiers, where they end (64 bits) and the lengths of
/// documents (32 bits), by field. The file never outlives the process that wrote it.
struct SpilledPartialIndex: PartialIndex {
  let batches: [BatchRange]
  private let file: SpoolMapping
  private let fields: [Range<Int>]
  private let identifiers: Range<Int>
  private let identifierEnds: Range<Int>
  private let lengths: [Range<Int>]

  /// Writes `index` to a file in `folder`.
  ///
  /// - Throws: ``DataError`` `.unwritable` when the disk is full or the folder cannot be written.
  init(_ index: consuming HeldPartialIndex, folder: String) throws(DataError) {
    var spool = Spool(folder: folder, capacity: 1 << 22)
    var fields: [Range<Int>] = []
    for field in index.postings.indices {
      let start = spool.count
      try Self.write(index, field: field, to: &spool)
      fields.append(start..<spool.count)
    }
    let start = spool.count
    try spool.append(index.identifiers.bytes)
    identifiers = start..<spool.count
    try spool.align(to: 8)
    let endsStart = spool.count
    try spool.append(index.identifiers.offsets)
    identifierEnds = endsStart..<spool.count
    var lengths: [Range<Int>] = []
    for field in index.lengths {
      let start = spool.count
      try spool.append(field)
      lengths.append(start..<spool.count)
    }
    batches = index.batches
    file = try spool.map()
    self.fields = fields
    self.lengths = lengths
  }

  private static func write(
    _ index: borrowing HeldPartialIndex, field: Int, to spool: inout Spool
  ) throws(DataError) {
    let next = index.terms(of: field)
    let accumulator = index.postings[field]
    var encoded: [UInt8] = []
    while let term = next() {
      encoded.removeAll(keepingCapacity: true)
      accumulator.accumulator.appendPostings(
        UInt32(truncatingIfNeeded: term.postings.position), to: &encoded)
      try spool.append { bytes in
        for number in [
          term.name.count, Int(term.postings.documents), Int(term.postings.occurrences),
          encoded.count,
        ] {
          VariableLength.append(UInt64(number), to: &bytes)
        }
        bytes.append(contentsOf: term.name)
        bytes.append(contentsOf: encoded)
      }
    }
  }

  func appendIdentifiers(
    of documents: Range<Int>, to bytes: inout [UInt8], lengths: inout [Int]
  ) {
    let ends = elements(identifierEnds, of: Int.self)
    let range = ends[documents.lowerBound]..<ends[documents.upperBound]
    bytes.append(
      contentsOf: file.bytes[
        (identifiers.lowerBound + range.lowerBound)..<(identifiers.lowerBound + range.upperBound)])
    for document in documents { lengths.append(ends[document + 1] - ends[document]) }
  }

  func appendLengths(of documents: Range<Int>, field: Int, to lengths: inout [UInt32]) {
    lengths.append(contentsOf: elements(self.lengths[field], of: UInt32.self)[documents])
  }

  private func elements<Element: BitwiseCopyable>(
    _ range: Range<Int>, of: Element.Type
  ) -> UnsafeBufferPointer<Element> {
    UnsafeRawBufferPointer(rebasing: file.bytes[range]).bindMemory(to: Element.self)
  }

  func terms(of field: Int) -> () -> PartialTerm? {
    var position = fields[field].lowerBound
    let end = fields[field].upperBound
    return { [file] in
      guard position < end, let base = file.bytes.baseAddress else { return nil }
      let start = (base + position).assumingMemoryBound(to: UInt8.self)
      var cursor = start
      let nameLength = Int(VariableLength.read(&cursor))
      let documents = UInt32(truncatingIfNeeded: VariableLength.read(&cursor))
      let occurrences = UInt32(truncatingIfNeeded: VariableLength.read(&cursor))
      let size = Int(VariableLength.read(&cursor))
      let name = UnsafeRawBufferPointer(start: cursor, count: nameLength)
      position += cursor - start + nameLength
      defer { position += size }
      return PartialTerm(
        name,
        TermPostings(position: position, documents: documents, occurrences: occurrences))
    }
  }

  func copyPostings(
    _ postings: TermPostings, field: Int, documents: UnsafeMutablePointer<UInt32>,
    frequencies: UnsafeMutablePointer<UInt32>
  ) {
    guard let base = file.bytes.baseAddress else { return }
    var cursor = UnsafePointer((base + postings.position).assumingMemoryBound(to: UInt8.self))
    var document: UInt32 = 0
    for row in 0..<Int(postings.documents) {
      let posting = EncodedPosting.read(&cursor)
      document &+= posting.gap
      documents[row] = document
      frequencies[row] = posting.frequency
    }
  }

  func release(before postings: TermPostings, field: Int) {
    file.release(fields[field].lowerBound..<postings.position)
  }
}
