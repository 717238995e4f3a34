// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// One line of text, without its line end.
package struct TextLine {
  /// The bytes of the line; valid UTF-8.
  package let bytes: UnsafeRawBufferPointer
  /// Where the line starts in the file.
  package let offset: Int

  /// The fields between tabs.
  package var columns: [Slice<UnsafeRawBufferPointer>] {
    bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
  }

  /// The words between spaces and tabs.
  package var words: [Slice<UnsafeRawBufferPointer>] {
    bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }
}

extension FileBytes {
  /// Calls `body` with every line that is not empty, ended by LF, CRLF or the file's end.
  ///
  /// - Throws: ``DataError`` when the file is not UTF-8; otherwise what `body` throws.
  package func forEachTextLine(_ body: (TextLine) throws(DataError) -> Void) throws(DataError) {
    let result: Result<Void, DataError> = withBytes { bytes in
      do throws(DataError) {
        if let offset = UTF8Sequence.firstInvalid(in: bytes) {
          let message = JSONFault(offset: offset, reason: .invalidUTF8).message(in: bytes)
          throw DataError(
            .malformed, file: path, line: LineChunk.line(at: offset, in: bytes), message,
            fix: "convert the file to UTF-8")
        }
        return .success(try Self.forEachLine(bytes, body))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// The number, from 1, of the line that holds byte `offset`.
  package func line(at offset: Int) -> Int {
    withBytes { LineChunk.line(at: offset, in: $0) }
  }

  private static func forEachLine(
    _ bytes: UnsafeRawBufferPointer, _ body: (TextLine) throws(DataError) -> Void
  ) throws(DataError) {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var end = newline
      if end > start && bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      if end > start {
        try body(
          TextLine(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), offset: start))
      }
      start = newline + 1
    }
  }
}
