// SPDX-License-Identifier: Apache-2.0

import Compression
public import Retrieval

/// All bytes of an input file: plain files mapped, `.gz` and `.zst` inflated.
///
/// For files that are read as a whole: qrels, queries, runs. Compression is recognised by the
/// file's first bytes, not by its name. A compressed file is held in memory at its full size,
/// however large its content turns out to be; corpora are streamed instead (``BEIRCorpus``).
public final class FileBytes: Sendable {
  /// The path as it was given.
  public let path: String
  private let file: MappedFile
  private let inflated: [UInt8]?

  /// Opens, and inflates where necessary, the file at `path`.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` when compressed data is damaged or cut.
  public init(path: String) throws(DataError) {
    self.path = path
    file = try MappedFile(path: path)
    if let format = CompressionFormat(magicOf: file.bytes) {
      inflated = try Self.inflate(file, format)
    } else {
      inflated = nil
    }
  }

  /// The number of bytes, after decompression.
  public var count: Int { inflated?.count ?? file.count }

  /// Calls `body` with the content; the pointer is valid only during the call.
  public func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    if let inflated { return try inflated.withUnsafeBytes(body) }
    return try withExtendedLifetime(file) { try body(file.bytes) }
  }

  /// Tells the system that the bytes in `range` will not be needed soon, where they are the file's.
  package func release(_ range: Range<Int>) {
    guard inflated == nil else { return }
    file.release(range.clamped(to: 0..<file.count))
  }

  private static func inflate(
    _ file: MappedFile, _ format: CompressionFormat
  ) throws(DataError) -> [UInt8] {
    var stream = try InflatedFile(file, format)
    var content: [UInt8] = []
    content.reserveCapacity(file.count * 4)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { piece.deallocate() }
    while true {
      let count = try stream.read(into: piece)
      if count == 0 { return content }
      content += piece[..<count]
    }
  }
}
