// SPDX-License-Identifier: Apache-2.0

import Compression
import Retrieval

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a ``DocumentStore``, batch by batch.
struct DocumentStoreBuilder {
  /// A batch whose blocks are ready to be written.
  struct PackedBatch: Sendable {
    struct Block: Sendable {
      var frame: [UInt8]
      var contentSize: Int
      var documents: Int
    }

    let ordinal: Int
    let blocks: [Block]
    let fingerprints: [UInt64]

    /// Cuts a batch into blocks and compresses them.
    init(_ batch: DocumentBatch, path: String) throws(DataError) {
      ordinal = batch.ordinal
      var blocks: [Block] = []
      var first = 0
      var size = 0
      for (row, entry) in batch.entries.enumerated() {
        size += entry.id.count + entry.title.count + entry.text.count
        guard size >= StoreLayout.blockSize || row == batch.count - 1 else { continue }
        let content = try DocumentBlock.content(of: batch, first..<(row + 1))
        guard content.count <= Int32.max else {
          throw DataError(
            .malformed, file: "corpus",
            "found a document of \(content.count) bytes, expected less "
              + "than 2 GiB", fix: "split the document")
        }
        do throws(CompressionError) {
          blocks.append(
            Block(
              frame: try Zstd.compress(content), contentSize: content.count,
              documents: row + 1 - first))
        } catch {
          throw DataError(writing: path, errno: ENOMEM)
        }
        first = row + 1
        size = 0
      }
      self.blocks = blocks
      fingerprints = batch.bytes.withUnsafeBytes { bytes in
        batch.entries.map {
          IdentifierFingerprints.fingerprint(UnsafeRawBufferPointer(rebasing: bytes[$0.id]))
        }
      }
    }
  }

  private struct Entry {
    var fingerprint: UInt64
    var document: UInt32
  }

  private var position = 0
  private var documents = 0
  private var blocks: [StoreLayout.Block] = []
  /// By the first byte of the fingerprint, so that growing and sorting touch a small part at a time.
  private var entries = [[Entry]](repeating: [], count: 256)

  /// Starts the file.
  init(_ file: inout FileWriter) throws(DataError) {
    try file.write(StoreLayout.magic)
    position = StoreLayout.magic.count
  }

  /// Adds the next batch.
  mutating func append(_ batch: PackedBatch, to file: inout FileWriter) throws(DataError) {
    for fingerprint in batch.fingerprints {
      guard let document = UInt32(exactly: documents) else {
        throw DataError(
          .malformed, file: "corpus",
          "holds more than 2^32 documents, which is the most that one "
            + "document store takes", fix: "split the corpus")
      }
      entries[Int(fingerprint >> 56)].appendTightly(
        Entry(fingerprint: fingerprint, document: document))
      documents += 1
    }
    var first = documents - batch.fingerprints.count
    for block in batch.blocks {
      blocks.append(
        StoreLayout.Block(
          offset: UInt64(position), first: UInt64(first), frameSize: UInt32(block.frame.count),
          contentSize: UInt32(block.contentSize)))
      try file.write(block.frame)
      position += block.frame.count
      first += block.documents
    }
  }

  /// Writes the table of identifiers, the records and the trailer.
  ///
  /// - Returns: Fingerprints that several documents share.
  mutating func finish(_ file: inout FileWriter) throws(DataError) -> Set<UInt64> {
    let bits = StoreLayout.bucketBits(documents: documents)
    var buckets: [StoreLayout.Bucket] = []
    var bucket: [UInt8] = []
    var repeated: Set<UInt64> = []
    var rows = 0
    let tableOffset = position
    func end(_ bucket: inout [UInt8], _ file: inout FileWriter) throws(DataError) {
      buckets.append(
        StoreLayout.Bucket(end: UInt64(rows), checksum: bucket.withUnsafeBytes(crc32)))
      try file.write(bucket)
      bucket.removeAll(keepingCapacity: true)
    }
    for part in entries.indices {
      entries[part].sort { ($0.fingerprint, $0.document) < ($1.fingerprint, $1.document) }
      for (row, entry) in entries[part].enumerated() {
        while StoreLayout.bucket(entry.fingerprint, bits: bits) > buckets.count {
          try end(&bucket, &file)
        }
        if row > 0, entries[part][row - 1].fingerprint == entry.fingerprint {
          repeated.insert(entry.fingerprint)
        }
        bucket.append(number: entry.fingerprint)
        bucket.append(number: entry.document)
        rows += 1
      }
      entries[part] = []
    }
    while buckets.count < 1 << bits { try end(&bucket, &file) }
    try writeDirectory(buckets, tableOffset: tableOffset, to: &file)
    return repeated
  }

  private func writeDirectory(
    _ buckets: [StoreLayout.Bucket], tableOffset: Int, to file: inout FileWriter
  ) throws(DataError) {
    var directory: [UInt8] = []
    for block in blocks {
      directory.append(number: block.offset)
      directory.append(number: block.first)
      directory.append(number: block.frameSize)
      directory.append(number: block.contentSize)
    }
    for bucket in buckets {
      directory.append(number: bucket.end)
      directory.append(number: bucket.checksum)
    }
    try file.write(directory)
    let trailer = StoreLayout.Trailer(
      documents: UInt64(documents), blocks: UInt64(blocks.count), tableOffset: UInt64(tableOffset),
      directoryOffset: UInt64(tableOffset + StoreLayout.entrySize * documents),
      directoryChecksum: directory.withUnsafeBytes(crc32))
    try file.write(trailer.bytes)
  }
}
