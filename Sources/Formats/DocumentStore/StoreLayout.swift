// SPDX-License-Identifier: Apache-2.0

import Compression

/// How the file of a ``DocumentStore`` is divided; all numbers are little-endian.
///
/// 16 bytes of magic number; blocks, each a zstd frame with a checksum (``DocumentBlock``); the
/// table of identifiers, a fingerprint (64 bits) and a document number (32 bits) each, ascending by
/// fingerprint and cut into buckets by its first bits; a record for each block; a record for each
/// bucket; and the trailer, which is ``Trailer/size`` bytes long and says where the rest is.
enum StoreLayout {
  static let magic: [UInt8] = Array("bench documents\n".utf8)
  static let version: UInt32 = 1
  /// Bytes of a row in the table of identifiers.
  static let entrySize = 12
  /// Rows that a bucket has on average, at most: a look-up checks and searches one bucket.
  static let entriesPerBucket = 256
  /// Content of a block, unless its only document is longer.
  static let blockSize = 1 << 16

  /// The number of first bits that tell buckets apart.
  static func bucketBits(documents: Int) -> Int {
    var bits = 0
    while documents >> bits > entriesPerBucket { bits += 1 }
    return bits
  }

  /// The bucket of a fingerprint.
  static func bucket(_ fingerprint: UInt64, bits: Int) -> Int {
    bits == 0 ? 0 : Int(fingerprint >> UInt64(64 - bits))
  }

  /// Where a block lies (24 bytes).
  struct Block {
    static let size = 24

    /// Start of the frame in the file.
    var offset: UInt64
    /// Number of its first document.
    var first: UInt64
    /// Bytes of the frame.
    var frameSize: UInt32
    /// Bytes of its content.
    var contentSize: UInt32
  }

  /// Where a bucket ends (12 bytes).
  struct Bucket {
    static let size = 12

    /// Rows of the table up to the end of this bucket.
    var end: UInt64
    /// CRC-32 of its rows.
    var checksum: UInt32
  }

  /// The last bytes of the file.
  struct Trailer: Equatable {
    static let size = 48

    var documents: UInt64
    var blocks: UInt64
    var tableOffset: UInt64
    var directoryOffset: UInt64
    /// CRC-32 of the records of blocks and buckets.
    var directoryChecksum: UInt32

    /// The bytes of the trailer: its fields, the version, its own CRC-32 and four zero bytes.
    var bytes: [UInt8] {
      var bytes: [UInt8] = []
      for number in [documents, blocks, tableOffset, directoryOffset] {
        bytes.append(number: number)
      }
      bytes.append(number: directoryChecksum)
      bytes.append(number: version)
      bytes.append(number: bytes.withUnsafeBytes(crc32))
      bytes.append(number: UInt32(0))
      return bytes
    }
  }
}

extension [UInt8] {
  /// Appends a number, least significant byte first.
  mutating func append(number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

extension UnsafeRawBufferPointer {
  /// The number whose bytes start at `offset`, least significant first.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as: Number.Type = Number.self
  ) -> Number {
    Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}
