// SPDX-License-Identifier: Apache-2.0

import Kernels

/// The postings of one term in a mapped index, to be decoded block by block.
struct PostingList {
  /// The number of postings.
  let count: Int
  let blockCount: Int
  /// Start of the first block; nil when there is but one posting.
  private let bytes: UnsafeRawPointer?
  /// The blocks; nil when there is only one.
  private let blocks: UnsafePointer<BlockRecord>?
  private let singleDocument: UInt32
  private let singleFrequency: UInt32

  /// Several postings; without `blocks` the widths of the only block stand before it.
  init(
    count: Int, bytes: UnsafeRawPointer?, blocks: UnsafePointer<BlockRecord>?, blockCount: Int
  ) {
    self.count = count
    self.blockCount = blockCount
    self.bytes = bytes
    self.blocks = blocks
    singleDocument = 0
    singleFrequency = 0
  }

  /// One posting.
  init(single document: UInt32, frequency: UInt32) {
    count = 1
    blockCount = 1
    bytes = nil
    blocks = nil
    singleDocument = document
    singleFrequency = frequency
  }

  /// A block whose documents are decoded and whose frequencies can be.
  struct Block {
    /// The number of postings.
    var count: Int
    /// Packed frequencies less one; nil in a list of one posting.
    var frequencies: UnsafeRawPointer?
    var frequencyBits: UInt32
    var singleFrequency: UInt32

    /// The frequency of posting `index`.
    func frequency(_ index: Int) -> UInt32 {
      guard let frequencies else { return singleFrequency }
      return BitPacking.value(frequencies, bits: frequencyBits, at: index) &+ 1
    }
  }

  /// Decodes the documents of block `index`.
  func decode(
    _ index: Int, into documents: UnsafeMutablePointer<UInt32>, with packing: BitPacking
  ) -> Block {
    guard let bytes else {
      documents.pointee = singleDocument
      return Block(
        count: 1, frequencies: nil, frequencyBits: 0, singleFrequency: singleFrequency)
    }
    var start = bytes
    var base = UInt32.max
    let documentBits: UInt32
    let frequencyBits: UInt32
    if let blocks {
      start += Int(blocks[index].offset)
      documentBits = UInt32(blocks[index].documentBits)
      frequencyBits = UInt32(blocks[index].frequencyBits)
      if index > 0 { base = blocks[index &- 1].last }
    } else {
      documentBits = UInt32(start.load(as: UInt8.self))
      frequencyBits = UInt32(start.load(fromByteOffset: 1, as: UInt8.self))
      start += 2
    }
    let count = min(blockSize, self.count &- index &* blockSize)
    packing.unpackGaps(start, bits: documentBits, count: count, base: base, into: documents)
    return Block(
      count: count, frequencies: start + BitPacking.byteCount(count, bits: documentBits),
      frequencyBits: frequencyBits, singleFrequency: 0)
  }

  /// Decodes all frequencies of a block.
  func decode(
    _ block: Block, into frequencies: UnsafeMutablePointer<UInt32>, with packing: BitPacking
  ) {
    guard let packed = block.frequencies else {
      frequencies.pointee = block.singleFrequency
      return
    }
    packing.unpack(
      packed, bits: block.frequencyBits, count: block.count, adding: 1, into: frequencies)
  }

  /// The last document of block `index`; of the only block, a bound.
  func last(_ index: Int) -> UInt32 { blocks?[index].last ?? .max }

  /// The largest product of block `index`; of the only block, a bound.
  func largest(_ index: Int) -> Float { blocks?[index].largest ?? .infinity }

  /// Frequency of posting `index` of the whole list.
  func frequency(_ index: Int) -> UInt32 {
    guard let bytes, let blocks else { return singleFrequency }
    let record = blocks[index / blockSize]
    let count = min(blockSize, self.count &- (index / blockSize) &* blockSize)
    let packed =
      bytes + Int(record.offset)
      + BitPacking.byteCount(count, bits: UInt32(record.documentBits))
    return BitPacking.value(
      packed, bits: UInt32(record.frequencyBits), at: index % blockSize) &+ 1
  }
}
