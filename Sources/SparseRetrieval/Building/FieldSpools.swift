// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// The sections of a field that grow together while its terms are encoded one after the other.
///
/// Postings go to the index file at once; the others wait in spools until these are complete.
struct FieldSpools: ~Copyable {
  /// Elements or bytes that the sections have so far.
  struct Sizes {
    var postings = 0
    var names = 0
    var longRecords = 0
    var blocks = 0
    var dense = 0
  }

  private static let capacity = 1 << 24

  private var sizes = Sizes()
  private var records: Spool
  private var names: Spool
  private var longRecords: Spool
  private var blocks: Spool
  private var dense: Spool
  private var hashes: [UInt32] = []

  init(folder: String) {
    records = Spool(folder: folder, capacity: Self.capacity)
    names = Spool(folder: folder, capacity: Self.capacity)
    longRecords = Spool(folder: folder, capacity: Self.capacity)
    blocks = Spool(folder: folder, capacity: Self.capacity)
    dense = Spool(folder: folder, capacity: Self.capacity)
  }

  /// Adds the next terms; their postings are written to the current section of `writer`.
  mutating func append(
    _ terms: consuming EncodedTerms, to writer: inout IndexFileWriter
  ) throws(DataError) {
    guard UInt32(exactly: sizes.names + terms.names.count) != nil else {
      throw DataError(
        .malformed, file: "corpus", "distinct terms take more than 4 GiB, expected at most 4 GiB",
        fix: "choose an analyzer that splits this text into words")
    }
    terms.rebase(sizes)
    try writer.append(terms.bytes)
    try records.append(terms.records)
    try names.append(terms.names)
    try longRecords.append(terms.longRecords)
    try blocks.append(terms.blocks)
    try dense.append(terms.dense)
    hashes += terms.hashes
    sizes.postings += terms.bytes.count
    sizes.names += terms.names.count
    sizes.longRecords += terms.longRecords.count
    sizes.blocks += terms.blocks.count
    sizes.dense += terms.dense.count
  }

  /// The number of terms.
  var termCount: Int { hashes.count }

  /// Writes all sections but postings.
  consuming func write(field: Int, to writer: inout IndexFileWriter) throws(DataError) {
    var end = TermRecord()
    end.name = UInt32(sizes.names)
    try records.append([end])
    try writer.begin(IndexLayout.row(.terms, of: field))
    try writer.append(&records)
    try writer.begin(IndexLayout.row(.names, of: field))
    try writer.append(&names)
    try writer.begin(IndexLayout.row(.slots, of: field))
    try writer.append(TermSlots.build(hashes))
    try writer.begin(IndexLayout.row(.longTerms, of: field))
    try writer.append(&longRecords)
    try writer.begin(IndexLayout.row(.blocks, of: field))
    try writer.append(&blocks)
    try writer.begin(IndexLayout.row(.dense, of: field))
    try writer.append(&dense)
  }
}
