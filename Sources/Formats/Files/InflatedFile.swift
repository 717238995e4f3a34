// SPDX-License-Identifier: Apache-2.0

import Compression
import Retrieval

/// The content of a compressed file, piece by piece.
struct InflatedFile: ~Copyable {
  private let file: MappedFile
  private let format: CompressionFormat
  private var decompressor: StreamDecompressor
  private var position = 0

  /// The content of `file` from its start.
  init(_ file: MappedFile, _ format: CompressionFormat) throws(DataError) {
    self.file = file
    self.format = format
    do throws(CompressionError) {
      decompressor = try StreamDecompressor(format)
    } catch {
      throw Self.fault(error, file, format)
    }
  }

  /// Fills `buffer` from its start as far as the content reaches; 0 only at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    let start = position
    defer { file.release(start..<position) }
    do throws(CompressionError) {
      return try fill(buffer)
    } catch {
      throw Self.fault(error, file, format)
    }
  }

  private mutating func fill(
    _ buffer: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let step = try decompressor.decompress(
        UnsafeRawBufferPointer(rebasing: file.bytes[position...]),
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      position += step.consumed
      filled += step.produced
      if step.consumed == 0 && step.produced == 0 {
        guard position == file.count && decompressor.isComplete else { throw .truncated }
        break
      }
    }
    return filled
  }

  private static func fault(
    _ error: CompressionError, _ file: MappedFile, _ format: CompressionFormat
  ) -> DataError {
    DataError(
      .malformed, file: file.path, "the \(format.rawValue) data \(error)",
      fix: "fetch or compress the file again")
  }
}
