// SPDX-License-Identifier: Apache-2.0

import Compression

/// How the pages of a column are compressed (parquet.thrift: `CompressionCodec`).
enum PageCodec {
  case none, snappy, gzip, zstd

  init(code: Int) throws(ParquetFault) {
    switch code {
    case 0: self = .none
    case 1: self = .snappy
    case 2: self = .gzip
    case 6: self = .zstd
    default:
      let names = [3: "LZO", 4: "Brotli", 5: "LZ4", 7: "LZ4_RAW"]
      guard let name = names[code] else { throw .damaged("found unknown codec \(code)") }
      throw .unsupported(
        "found pages compressed with \(name), which is not supported",
        "write the file with compression zstd, snappy or gzip")
    }
  }

  /// Calls `body` with the content of a page, which must have exactly `size` bytes.
  func withContent<Result>(
    of page: UnsafeRawBufferPointer, size: Int,
    _ body: (UnsafeRawBufferPointer) throws(ParquetFault) -> Result
  ) throws(ParquetFault) -> Result {
    let content: [UInt8]
    switch self {
    case .none:
      guard page.count == size else {
        throw .damaged("found a page of \(page.count) bytes, expected \(size)")
      }
      return try body(page)
    case .snappy: content = try Snappy.decompress(page, size: size)
    case .gzip: content = try Self.inflate(page, .gzip, size: size)
    case .zstd: content = try Self.inflate(page, .zstd, size: size)
    }
    return try content.withUnsafeBufferPointer { bytes throws(ParquetFault) in
      try body(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Memory grows with what really comes out, not with what the header claims.
  private static func inflate(
    _ page: UnsafeRawBufferPointer, _ format: CompressionFormat, size: Int
  ) throws(ParquetFault) -> [UInt8] {
    do throws(CompressionError) {
      var stream = try StreamDecompressor(format)
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
      defer { room.deallocate() }
      var content: [UInt8] = []
      content.reserveCapacity(min(size, page.count * 8))
      var position = 0
      while content.count <= size {
        let rest = UnsafeRawBufferPointer(rebasing: page[position...])
        let (consumed, produced) = try stream.decompress(rest, into: room)
        if consumed == 0 && produced == 0 { break }
        position += consumed
        content.append(contentsOf: room[..<produced])
      }
      if content.count == size && stream.isComplete && position == page.count { return content }
      guard stream.isComplete || content.count > size else { throw .truncated }
      throw .corrupt("its content is not the \(size) bytes declared")
    } catch {
      throw .damaged("the compressed page \(error)")
    }
  }
}
