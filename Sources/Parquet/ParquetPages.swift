// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// The pages of a column of plain values in one row group, decoded one at a time.
public struct ParquetPages: Sendable {
  private let file: FileBytes
  private var reader: ColumnChunkReader
  private let place: String

  init(file: FileBytes, reader: ColumnChunkReader, place: String) {
    self.file = file
    self.reader = reader
    self.place = place
  }

  /// Decodes the next page.
  ///
  /// - Returns: Its rows, which follow those of the page before; nil after the last.
  /// - Throws: `.malformed` when the page is damaged or has what is not supported.
  public mutating func next() throws(DataError) -> ParquetSlice? {
    do throws(ParquetFault) {
      let slice = try file.checked { (bytes) throws(ParquetFault) in
        try reader.nextRows(from: bytes)
      }
      file.release(reader.finishedRange)
      return slice
    } catch {
      throw DataError(error.inside(place), file: file.path)
    }
  }
}
