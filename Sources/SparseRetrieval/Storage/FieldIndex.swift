// SPDX-License-Identifier: Apache-2.0

import Kernels
import Retrieval

/// One field of a mapped index.
///
/// `@unchecked Sendable`: points into a mapping that is never written to; ``InvertedIndex`` owns it.
struct FieldIndex: @unchecked Sendable {
  let counts: FieldCounts
  let scoring: FieldScoring
  /// Where scoring kernels find length factors.
  let factors: Saturation.Factors
  /// One record a term and one behind the last.
  private let terms: UnsafeBufferPointer<TermRecord>
  private let names: UnsafeRawBufferPointer
  private let slots: UnsafeBufferPointer<UInt32>
  private let longTerms: UnsafeBufferPointer<LongRecord>
  private let blocks: UnsafeBufferPointer<BlockRecord>
  private let postings: UnsafeRawBufferPointer
  private let dense: UnsafeBufferPointer<UInt8>

  init(
    file: IndexFile, field: Int, function: RankingFunction, documentCount: Int,
    table: UnsafePointer<Float>
  ) throws(DataError) {
    let counts: UnsafeBufferPointer<FieldCounts> = try file.elements(.counts, of: field)
    guard counts.count == 1, Int(exactly: counts[0].documentsWithField) != nil,
      Int(exactly: counts[0].tokens) != nil, Int(exactly: counts[0].postings) != nil
    else { throw file.damaged("a field without counts") }
    self.counts = counts[0]
    scoring = FieldScoring(
      function: function,
      statistics: FieldStatistics(
        documents: documentCount, documentsWithField: Int(counts[0].documentsWithField),
        tokens: Int(counts[0].tokens)))
    if function.hasLossyLengths {
      let codes: UnsafeBufferPointer<UInt8> = try file.elements(.lengths, of: field)
      guard codes.count == documentCount, let start = codes.baseAddress else {
        throw file.damaged("\(codes.count) lengths for \(documentCount) documents")
      }
      factors = .coded(start, table: table)
    } else {
      let direct: UnsafeBufferPointer<Float> = try file.elements(.lengths, of: field)
      guard direct.count == documentCount, let start = direct.baseAddress else {
        throw file.damaged("\(direct.count) lengths for \(documentCount) documents")
      }
      factors = .direct(start)
    }
    terms = try file.elements(.terms, of: field)
    names = file.section(IndexLayout.row(.names, of: field))
    slots = try file.elements(.slots, of: field)
    longTerms = try file.elements(.longTerms, of: field)
    blocks = try file.elements(.blocks, of: field)
    postings = file.section(IndexLayout.row(.postings, of: field))
    dense = try file.elements(.dense, of: field)
    try validate(file)
  }

  /// The number of distinct terms.
  var uniqueTerms: Int { terms.count - 1 }

  /// Checks every position in the dictionary, so that a search need not.
  private func validate(_ file: IndexFile) throws(DataError) {
    // A probe of the slots ends at one that is free.
    guard terms.count > 0, UInt64(terms.count - 1) == counts.uniqueTerms,
      slots.count.nonzeroBitCount == 1, slots.count >= 2 * (terms.count - 1),
      slots.allSatisfy({ Int($0) < terms.count }), slots.contains(0)
    else { throw file.damaged("a dictionary whose parts do not fit together") }
    for row in 0..<uniqueTerms {
      let record = terms[row]
      let fits =
        switch record.documentFrequency {
        case 0: false
        case 1:
          record.collectionFrequency > 0
            && record.postings < UInt64(scoring.statistics.documents)
        case 2...UInt32(blockSize): holdsOnlyBlock(of: record)
        default:
          Int(record.long) < longTerms.count && holdsBlocks(of: record)
        }
      guard fits, record.name <= terms[row + 1].name else {
        throw file.damaged("a term whose postings are outside of the file")
      }
    }
    let denseSize = UInt64(Nibbles.byteCount(scoring.statistics.documents))
    let denseEnd = UInt64(dense.count)
    guard Int(terms[uniqueTerms].name) <= names.count,
      longTerms.allSatisfy({ [blocks] in
        Int($0.firstBlock) + Int($0.blockCount) <= blocks.count
          && Int($0.championFirstBlock) + Int($0.championBlockCount) <= blocks.count
          && ($0.dense == LongRecord.notDense
            || $0.dense <= denseEnd && denseEnd - $0.dense >= denseSize)
      })
    else { throw file.damaged("a long term whose blocks are outside of the file") }
    guard holdsDocuments() else {
      throw file.damaged("postings of documents that are not in the collection")
    }
  }

  /// Whether the documents of every list are in the collection and ascend: what no checksum can
  /// promise and every search relies on.
  private func holdsDocuments() -> Bool {
    let packing = BitPacking()
    func isSound(_ list: PostingList) -> Bool {
      (0..<list.blockCount).allSatisfy {
        list.isSound($0, documentCount: scoring.statistics.documents, with: packing)
      }
    }
    return (0..<uniqueTerms).allSatisfy { row in
      isSound(list(row)) && longRecord(row).flatMap(champions).map(isSound) ?? true
    }
  }

  /// Whether the only block of a term lies among the postings.
  private func holdsOnlyBlock(of record: TermRecord) -> Bool {
    guard postings.count >= 2, record.postings <= UInt64(postings.count - 2) else { return false }
    let start = Int(record.postings)
    return holdsBlock(
      at: start + 2, count: Int(record.documentFrequency), documentBits: postings[start],
      frequencyBits: postings[start + 1])
  }

  /// Whether all blocks of a long term and of its champions lie among the postings.
  private func holdsBlocks(of record: TermRecord) -> Bool {
    let long = longTerms[Int(record.long)]
    return holdsBlocks(
      at: record.postings, count: record.documentFrequency, first: long.firstBlock,
      blockCount: long.blockCount)
      && holdsBlocks(
        at: long.championPostings, count: long.championCount, first: long.championFirstBlock,
        blockCount: long.championBlockCount)
  }

  private func holdsBlocks(at start: UInt64, count: UInt32, first: UInt32, blockCount: UInt32)
    -> Bool
  {
    guard count > 0 else { return true }
    guard start <= UInt64(postings.count), Int(first) + Int(blockCount) <= blocks.count,
      Int(blockCount) == (Int(count) + blockSize - 1) / blockSize
    else { return false }
    return (0..<Int(blockCount)).allSatisfy { index in
      let block = blocks[Int(first) + index]
      return Int(block.last) < scoring.statistics.documents
        && holdsBlock(
          at: Int(start) + Int(block.offset), count: min(blockSize, Int(count) - index * blockSize),
          documentBits: block.documentBits, frequencyBits: block.frequencyBits)
    }
  }

  private func holdsBlock(at start: Int, count: Int, documentBits: UInt8, frequencyBits: UInt8)
    -> Bool
  {
    documentBits <= 32 && frequencyBits <= 31
      && start + BitPacking.byteCount(count, bits: UInt32(documentBits))
        + BitPacking.byteCount(count, bits: UInt32(frequencyBits)) <= postings.count
  }

  /// The row of a term, or nil when no document has it.
  func row(of name: UnsafeRawBufferPointer) -> Int? {
    guard uniqueTerms > 0 else { return nil }
    var slot = TermSlots.first(name, capacity: slots.count)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      let own = names[Int(terms[row].name)..<Int(terms[row + 1].name)]
      if own.count == name.count, own.elementsEqual(name) { return row }
      slot = (slot &+ 1) & (slots.count - 1)
    }
    return nil
  }

  /// The record of a term.
  func record(_ row: Int) -> TermRecord { terms[row] }

  /// How a term scores that a query names once; nil for functions that are no saturations.
  func saturation(_ record: TermRecord) -> Saturation? {
    let scoring = scoring.term(
      boost: 1, documentFrequency: Int(record.documentFrequency),
      collectionFrequency: Int(record.collectionFrequency))
    guard case .saturation(let saturation) = scoring else { return nil }
    return saturation
  }

  /// What only a term in many documents has.
  func longRecord(_ row: Int) -> LongRecord? {
    let record = terms[row]
    return record.documentFrequency > blockSize ? longTerms[Int(record.long)] : nil
  }

  /// All postings of a term.
  func list(_ row: Int) -> PostingList {
    let record = terms[row]
    let count = Int(record.documentFrequency)
    if count == 1 {
      return PostingList(
        single: UInt32(truncatingIfNeeded: record.postings), frequency: record.collectionFrequency)
    }
    let start = postings.baseAddress.map { $0 + Int(record.postings) }
    guard count > blockSize, let blocks = blocks.baseAddress else {
      return PostingList(count: count, bytes: start, blocks: nil, blockCount: 1)
    }
    let long = longTerms[Int(record.long)]
    return PostingList(
      count: count, bytes: start, blocks: blocks + Int(long.firstBlock),
      blockCount: Int(long.blockCount))
  }

  /// The smallest frequency × length factor that a posting can have.
  var smallestFactor: Float {
    let length = UInt32(truncatingIfNeeded: counts.longest)
    let isLossy = scoring.function.hasLossyLengths
    return scoring.factor(
      length: isLossy ? LossyLength.decode(LossyLength.encode(length)) : length)
  }

  /// The frequencies of a long term in all documents, or nil when they are not kept.
  func denseFrequencies(_ long: LongRecord) -> DenseFrequencies? {
    guard long.dense != LongRecord.notDense, let start = dense.baseAddress else { return nil }
    return DenseFrequencies(nibbles: start + Int(long.dense))
  }

  /// The champions of a long term, or nil when it has none.
  func champions(_ long: LongRecord) -> PostingList? {
    guard long.championCount > 0, let blocks = blocks.baseAddress else { return nil }
    return PostingList(
      count: Int(long.championCount),
      bytes: postings.baseAddress.map { $0 + Int(long.championPostings) },
      blocks: blocks + Int(long.championFirstBlock), blockCount: Int(long.championBlockCount))
  }
}
