// SPDX-License-Identifier: Apache-2.0

import Compression
package import Retrieval

/// The content of a file from front to back: plain files as they are, `.gz` and `.zst` inflated.
///
/// Compression is recognised by the file's first bytes. Memory in use does not grow with the file.
package struct ByteStream: ~Copyable {
  /// The path as it was given.
  package let path: String
  private let file: MappedFile
  private var inflated: InflatedFile?
  private var position = 0

  /// The content of the file at `path` from its start.
  ///
  /// - Throws: `.missing` or `.unreadable`.
  package init(path: String) throws(DataError) {
    let file = try MappedFile(path: path)
    inflated = try Self.inflated(file)
    self.path = path
    self.file = file
  }

  /// Fills `buffer` from its start as far as the content reaches.
  ///
  /// - Returns: The number of bytes; 0 only at the end.
  /// - Throws: `.malformed` where compressed data is damaged or cut.
  package mutating func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(DataError) -> Int {
    if let count = try inflated?.read(into: buffer) { return count }
    let part = position..<min(position + buffer.count, file.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: file.bytes[part]))
    file.release(part)
    position = part.upperBound
    return part.count
  }

  private static func inflated(_ file: MappedFile) throws(DataError) -> InflatedFile? {
    guard let format = CompressionFormat(magicOf: file.bytes) else { return nil }
    return try InflatedFile(file, format)
  }
}
