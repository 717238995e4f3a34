// SPDX-License-Identifier: Apache-2.0

/// Postings of a block that is full.
let blockSize = 128

/// One term of a field's dictionary, as it lies in the index file (32 bytes, little-endian).
///
/// A term in one document has no bytes among the postings: ``postings`` is the document itself and
/// the frequency is ``collectionFrequency``. A term in up to 128 documents has one block behind two
/// bytes with its widths. A term in more has a ``LongRecord`` and ``BlockRecord``s.
struct TermRecord {
  /// Where the postings start in the postings section.
  var postings: UInt64 = 0
  var documentFrequency: UInt32 = 0
  var collectionFrequency: UInt32 = 0
  /// The largest frequency × length factor of a posting.
  var largest: Float = 0
  /// At least ten postings have a product that is not below this; 0 where there are fewer.
  var tenth: Float = 0
  /// Row in the table of long terms, where there are more postings than one block holds.
  var long: UInt32 = 0
  /// Where the term's bytes start; they end where the next term's start.
  var name: UInt32 = 0
}

/// What only terms with several blocks have (48 bytes).
struct LongRecord {
  /// Where the postings of the champions start: copies of the postings with the largest products.
  var championPostings: UInt64 = 0
  /// Row of the first block.
  var firstBlock: UInt32 = 0
  var blockCount: UInt32 = 0
  /// Row of the champions' first block.
  var championFirstBlock: UInt32 = 0
  var championBlockCount: UInt32 = 0
  /// The number of champions; 0 when the term has none.
  var championCount: UInt32 = 0
  /// The largest product of a posting that is no champion.
  var largestOther: Float = 0
  /// At least a hundred, a thousand postings have a product that is not below this.
  var hundredth: Float = 0
  var thousandth: Float = 0
  /// Where the term's dense frequencies start; ``notDense`` when it has none.
  var dense: UInt64 = LongRecord.notDense

  static let notDense = UInt64.max
}

/// One block of a long term (16 bytes): packed gaps of documents, then packed frequencies less one.
struct BlockRecord {
  /// The last document of the block.
  var last: UInt32 = 0
  /// Where the block starts, behind the first block of its list.
  var offset: UInt32 = 0
  /// The largest product in the block.
  var largest: Float = 0
  var documentBits: UInt8 = 0
  var frequencyBits: UInt8 = 0
  var unused: UInt16 = 0
}
