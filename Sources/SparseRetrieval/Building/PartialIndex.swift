// SPDX-License-Identifier: Apache-2.0

/// What one thread has indexed: some batches of the corpus, documents numbered from 0 in the order
/// in which this thread saw them.
///
/// A thread sees batches in increasing order, so that its own numbering and the corpus's agree on
/// which of two documents comes first.
struct PartialIndex: Sendable {
  /// Documents of this partial index that are neighbours in the corpus too.
  struct BatchRange: Sendable {
    var ordinal: Int
    var first: Int
    var count: Int
  }

  let batches: [BatchRange]
  let identifiers: ByteArena
  /// Terms of all fields.
  let terms: ByteTable
  /// Postings of every field.
  let postings: [SealedPostings]
  /// Lengths of all documents in every field.
  let lengths: [[UInt32]]
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

  /// Adds a string.
  mutating func append(_ string: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: string)
    offsets.append(bytes.count)
  }
}
