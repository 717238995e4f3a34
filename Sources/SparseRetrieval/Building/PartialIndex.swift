// SPDX-License-Identifier: Apache-2.0

/// Some batches of the corpus, indexed by one thread; documents are numbered from 0 in the order in
/// which that thread saw them.
///
/// A thread sees batches in increasing order, so that this numbering and the corpus's agree on
/// which of two documents comes first.
protocol PartialIndex: Sendable {
  /// The batches, by ordinal.
  var batches: [BatchRange] { get }

  /// Appends the identifiers of some documents to `bytes`, one after the other, and the length of
  /// each to `lengths`.
  func appendIdentifiers(
    of documents: Range<Int>, to bytes: inout [UInt8], lengths: inout [Int])

  /// Appends the numbers of terms that some documents have in a field.
  func appendLengths(of documents: Range<Int>, field: Int, to lengths: inout [UInt32])

  /// Goes through the terms that occur in a field, ascending by their bytes; each call gives the
  /// next.
  func terms(of field: Int) -> () -> PartialTerm?

  /// Writes all postings of a term, in the order of documents; there must be room for
  /// ``TermPostings/documents`` of them.
  func copyPostings(
    _ postings: TermPostings, field: Int, documents: UnsafeMutablePointer<UInt32>,
    frequencies: UnsafeMutablePointer<UInt32>)

  /// Says that nothing that comes before these postings will be read again.
  func release(before postings: TermPostings, field: Int)
}

/// Documents of a partial index that are neighbours in the corpus too.
struct BatchRange: Sendable {
  var ordinal: Int
  var first: Int
  var count: Int
}

/// The postings of one term in one field of a partial index.
struct TermPostings: Sendable {
  /// Where the partial index finds them.
  var position: Int
  /// The number of postings.
  var documents: UInt32
  /// The sum of their frequencies.
  var occurrences: UInt32
}

/// A term of a partial index and what it has there.
struct PartialTerm {
  /// The bytes of the term, valid as long as the partial index.
  let name: UnsafeRawBufferPointer
  /// See ``TermPrefix``.
  let prefix: UInt64
  /// Its postings.
  let postings: TermPostings

  init(_ name: UnsafeRawBufferPointer, _ postings: TermPostings) {
    self.name = name
    self.postings = postings
    prefix = TermPrefix.of(name)
  }

  /// Below 0 when this term comes before `other`, 0 when they are the same.
  func compare(_ other: PartialTerm) -> Int {
    if prefix != other.prefix { return prefix < other.prefix ? -1 : 1 }
    if name.lexicographicallyPrecedes(other.name) { return -1 }
    return name.count == other.name.count && name.elementsEqual(other.name) ? 0 : 1
  }
}
