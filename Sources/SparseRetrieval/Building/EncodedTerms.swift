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
  /// The number of postings, copies not counted.
  var postingCount = 0
  /// The sum of all frequencies.
  var occurrences = 0

  /// Moves all positions to where the terms will stand behind others.
  mutating func rebase(
    bytes: Int, names: Int, longRecords longBase: Int, blocks blockBase: Int, dense: Int
  ) {
    for index in records.indices {
      records[index].name += UInt32(names)
      let frequency = records[index].documentFrequency
      if frequency > 1 { records[index].postings += UInt64(bytes) }
      if frequency > blockSize { records[index].long += UInt32(longBase) }
    }
    for index in longRecords.indices {
      longRecords[index].firstBlock += UInt32(blockBase)
      longRecords[index].championFirstBlock += UInt32(blockBase)
      longRecords[index].championPostings += UInt64(bytes)
      if longRecords[index].dense != LongRecord.notDense {
        longRecords[index].dense += UInt64(dense)
      }
    }
  }

  /// Adds what was rebased; postings themselves are left out, they are in the file already.
  mutating func append(withoutBytes other: EncodedTerms) {
    records.append(contentsOf: other.records)
    names.append(contentsOf: other.names)
    longRecords.append(contentsOf: other.longRecords)
    blocks.append(contentsOf: other.blocks)
    dense.append(contentsOf: other.dense)
    postingCount += other.postingCount
    occurrences += other.occurrences
  }
}
