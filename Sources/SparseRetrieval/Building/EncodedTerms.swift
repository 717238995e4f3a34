// SPDX-License-Identifier: Apache-2.0

/// Some neighbouring terms of a field as they will lie in the index file, positions counted from
/// the first of them.
struct EncodedTerms: Sendable {
  var records: [TermRecord] = []
  var names: [UInt8] = []
  var longRecords: [LongRecord] = []
  var blocks: [BlockRecord] = []
  var bytes: [UInt8] = []
  var dense: [UInt8] = []
  /// What ``TermSlots`` needs of each term.
  var hashes: [UInt32] = []
  /// The number of postings, copies not counted.
  var postingCount = 0
  /// The sum of all frequencies.
  var occurrences = 0

  /// Moves all positions to where the terms will stand behind others.
  mutating func rebase(_ sizes: FieldSpools.Sizes) {
    for index in records.indices {
      records[index].name += UInt32(sizes.names)
      let frequency = records[index].documentFrequency
      if frequency > 1 { records[index].postings += UInt64(sizes.postings) }
      if frequency > blockSize { records[index].long += UInt32(sizes.longRecords) }
    }
    for index in longRecords.indices {
      longRecords[index].firstBlock += UInt32(sizes.blocks)
      if longRecords[index].championCount > 0 {
        longRecords[index].championFirstBlock += UInt32(sizes.blocks)
        longRecords[index].championPostings += UInt64(sizes.postings)
      }
      if longRecords[index].dense != LongRecord.notDense {
        longRecords[index].dense += UInt64(sizes.dense)
      }
    }
  }
}
