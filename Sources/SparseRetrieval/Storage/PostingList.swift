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
    guard let packed = packed(index) else {
      documents.pointee = singleDocument
      return Block(
        count: 1, frequencies: nil, frequencyBits: 0, singleFrequency: singleFrequency)
    }
    packing.unpackGaps(
      packed.start, bits: packed.documentBits, count: packed.count, base: packed.base,
      into: documents)
    return Block(
      count: packed.count,
      frequencies: packed.start + BitPacking.byteCount(packed.count, bits: packed.documentBits),
      frequencyBits: packed.frequencyBits, singleFrequency: 0)
  }

  /// Whether the gaps of block `index` lead to documents that ascend from the block before and end
  /// where the block's record says, in a collection of `documentCount`.
  func isSound(_ index: Int, documentCount: Int, with packing: BitPacking) -> Bool {
    guard let packed = packed(index) else { return Int(singleDocument) < documentCount }
    let gaps = packing.sum(packed.start, bits: packed.documentBits, count: packed.count)
    let last = UInt64(packed.base &+ 1) + gaps + UInt64(packed.count) - 1
    return last < UInt64(documentCount)
      && (blocks == nil || last == UInt64(blocks?[index].last ?? 0))
  }

  /// Where a block lies, how wide it is and what its first gap counts from.
  private struct Packed {
    var start: UnsafeRawPointer
    var count: Int
    var documentBits: UInt32
    var frequencyBits: UInt32
    /// The last document of the block before; `UInt32.max` before the first.
    var base = UInt32.max
  }

  /// Nil in a list of one posting, which is not packed.
  private func packed(_ index: Int) -> Packed? {
    guard let bytes else { return nil }
    let count = min(blockSize, self.count &- index &* blockSize)
    guard let blocks else {
      return Packed(
        start: bytes + 2, count: count, documentBits: UInt32(bytes.load(as: UInt8.self)),
        frequencyBits: UInt32(bytes.load(fromByteOffset: 1, as: UInt8.self)))
    }
    return Packed(
      start: bytes + Int(blocks[index].offset), count: count,
      documentBits: UInt32(blocks[index].documentBits),
      frequencyBits: UInt32(blocks[index].frequencyBits),
      base: index > 0 ? blocks[index &- 1].last : .max)
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
}
