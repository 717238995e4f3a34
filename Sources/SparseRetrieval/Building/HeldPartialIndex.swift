// SPDX-License-Identifier: Apache-2.0

/// A partial index in memory.
struct HeldPartialIndex: PartialIndex {
  let batches: [BatchRange]
  let identifiers: ByteArena
  let terms: SortedTerms
  /// Postings of every field.
  let postings: [SealedPostings]
  /// Lengths of all documents in every field.
  let lengths: [[UInt32]]

  func appendIdentifiers(
    of documents: Range<Int>, to bytes: inout [UInt8], lengths: inout [Int]
  ) {
    let offsets = identifiers.offsets
    bytes += identifiers.bytes[offsets[documents.lowerBound]..<offsets[documents.upperBound]]
    for document in documents { lengths.append(offsets[document + 1] - offsets[document]) }
  }

  func appendLengths(of documents: Range<Int>, field: Int, to lengths: inout [UInt32]) {
    lengths += self.lengths[field][documents]
  }

  func terms(of field: Int) -> () -> PartialTerm? {
    var row = 0
    let postings = postings[field]
    return { [terms] in
      while row < terms.numbers.count {
        defer { row += 1 }
        let number = terms.numbers[row]
        let documents = postings.accumulator.documentFrequency(number)
        guard documents > 0 else { continue }
        return PartialTerm(
          terms.name(row),
          TermPostings(
            position: Int(number), documents: UInt32(documents),
            occurrences: UInt32(postings.accumulator.collectionFrequency(number))))
      }
      return nil
    }
  }

  func copyPostings(
    _ postings: TermPostings, field: Int, documents: UnsafeMutablePointer<UInt32>,
    frequencies: UnsafeMutablePointer<UInt32>
  ) {
    self.postings[field].accumulator.copyPostings(
      UInt32(truncatingIfNeeded: postings.position), documents: documents,
      frequencies: frequencies)
  }

  /// Memory is given back as a whole.
  func release(before postings: TermPostings, field: Int) {}
}

/// The postings of one field, complete.
///
/// `@unchecked Sendable`: nothing changes them any more.
final class SealedPostings: @unchecked Sendable {
  let accumulator: PostingAccumulator

  init(_ accumulator: consuming PostingAccumulator) {
    self.accumulator = accumulator
  }
}

/// Byte strings one after the other, duplicates allowed.
struct ByteArena: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [Int] = [0]

  /// The number of strings.
  var count: Int { offsets.count - 1 }

  /// Bytes of memory in use.
  var byteCount: Int { bytes.count + offsets.count * MemoryLayout<Int>.stride }

  /// Adds a string.
  mutating func append(_ string: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: string)
    offsets.append(bytes.count)
  }
}
