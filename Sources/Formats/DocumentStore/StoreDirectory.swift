// SPDX-License-Identifier: Apache-2.0

import Compression
import Retrieval

extension StoreLayout {
  /// What to do about a store that cannot be used.
  static let rebuildAdvice = "remove the file and build the store again"
}

extension StoreLayout.Trailer {
  /// The trailer of a store.
  ///
  /// - Throws: ``DataError`` unless the file is a whole store of this version.
  init(_ file: MappedFile) throws(DataError) {
    func fault(_ problem: String) -> DataError {
      .init(.malformed, file: file.path, problem, fix: StoreLayout.rebuildAdvice)
    }
    let bytes = file.bytes
    guard bytes.starts(with: StoreLayout.magic) else {
      throw fault("found another kind of file, expected a document store")
    }
    let start = bytes.count - Self.size
    guard start >= StoreLayout.magic.count else {
      throw fault("ends after \(bytes.count) bytes, expected a document store")
    }
    let own = UnsafeRawBufferPointer(rebasing: bytes[start...])
    guard own.number(at: 40) == crc32(UnsafeRawBufferPointer(rebasing: own[..<40])) else {
      throw fault("is cut short or its end is damaged")
    }
    let version: UInt32 = own.number(at: 36)
    guard version == StoreLayout.version else {
      throw fault("has version \(version), expected \(StoreLayout.version)")
    }
    documents = own.number(at: 0)
    blocks = own.number(at: 8)
    tableOffset = own.number(at: 16)
    directoryOffset = own.number(at: 24)
    directoryChecksum = own.number(at: 32)
    guard Self.fits(self, end: UInt64(start)) else {
      throw fault("has parts outside of the file")
    }
  }

  private static func fits(_ trailer: Self, end: UInt64) -> Bool {
    guard trailer.documents <= 1 << 32, trailer.blocks <= trailer.documents,
      trailer.tableOffset >= StoreLayout.magic.count, trailer.tableOffset <= end,
      trailer.directoryOffset <= end
    else { return false }
    let bits = StoreLayout.bucketBits(documents: Int(trailer.documents))
    let table = trailer.documents * UInt64(StoreLayout.entrySize)
    let records =
      trailer.blocks * UInt64(StoreLayout.Block.size)
      + UInt64(StoreLayout.Bucket.size) << UInt64(bits)
    return trailer.directoryOffset - min(trailer.directoryOffset, trailer.tableOffset) == table
      && end - trailer.directoryOffset == records
  }
}

/// The records of blocks and buckets in a mapped store.
struct StoreDirectory {
  private let file: MappedFile
  private let trailer: StoreLayout.Trailer
  private let bucketBits: Int

  init(_ file: MappedFile, _ trailer: StoreLayout.Trailer, bucketBits: Int) {
    self.file = file
    self.trailer = trailer
    self.bucketBits = bucketBits
  }

  private var records: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: file.bytes[
        Int(trailer.directoryOffset)..<(file.count - StoreLayout.Trailer.size)])
  }

  /// Checks the records, so that looking something up need not.
  func validate() throws(DataError) {
    guard crc32(records) == trailer.directoryChecksum, areBlocksSound, areBucketsSound else {
      throw DataError(
        .malformed, file: file.path, "the list of its parts is damaged",
        fix: StoreLayout.rebuildAdvice)
    }
  }

  private var areBlocksSound: Bool {
    var first: UInt64 = 0
    for number in 0..<Int(trailer.blocks) {
      let block = block(number)
      guard number == 0 ? block.first == 0 : block.first > first,
        block.first < trailer.documents, block.offset <= trailer.tableOffset,
        UInt64(block.frameSize) <= trailer.tableOffset - block.offset
      else { return false }
      first = block.first
    }
    return trailer.blocks > 0 || trailer.documents == 0
  }

  private var areBucketsSound: Bool {
    var end: UInt64 = 0
    for number in 0..<(1 << bucketBits) {
      let next = bucketEnd(number)
      guard next >= end, next <= trailer.documents else { return false }
      end = next
    }
    return end == trailer.documents
  }

  /// The record of a block.
  func block(_ number: Int) -> StoreLayout.Block {
    let start = number * StoreLayout.Block.size
    return StoreLayout.Block(
      offset: records.number(at: start), first: records.number(at: start + 8),
      frameSize: records.number(at: start + 16), contentSize: records.number(at: start + 20))
  }

  /// The documents of a block.
  func documents(inBlock number: Int) -> Range<Int> {
    let end =
      number + 1 < Int(trailer.blocks) ? Int(block(number + 1).first) : Int(trailer.documents)
    return Int(block(number).first)..<end
  }

  /// The block that holds a document.
  func block(ofDocument document: Int) -> Int {
    var low = 0
    var high = Int(trailer.blocks)
    while high - low > 1 {
      let middle = (low + high) / 2
      if block(middle).first <= UInt64(document) { low = middle } else { high = middle }
    }
    return low
  }

  private func bucketStart(_ number: Int) -> Int {
    Int(trailer.blocks) * StoreLayout.Block.size + number * StoreLayout.Bucket.size
  }

  private func bucketEnd(_ number: Int) -> UInt64 { records.number(at: bucketStart(number)) }

  /// The rows of a bucket in the table of ids.
  func rows(ofBucket number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(bucketEnd(number - 1)))..<Int(bucketEnd(number))
  }

  /// The checksum of a bucket.
  func checksum(ofBucket number: Int) -> UInt32 { records.number(at: bucketStart(number) + 8) }
}
