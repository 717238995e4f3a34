// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Some whole lines of a file.
package struct LineChunk: Sendable {
  private enum Storage {
    /// A part of a mapped file.
    case mapped(MappedFile, Range<Int>)
    /// A buffer of its own, with the number of the first line.
    case owned([UInt8], firstLine: Int)
  }

  /// Position in the file, from 0.
  package let ordinal: Int
  private let path: String
  private let storage: Storage

  /// A part of a mapped file.
  init(ordinal: Int, _ file: MappedFile, _ range: Range<Int>) {
    self.ordinal = ordinal
    path = file.path
    storage = .mapped(file, range)
  }

  /// Lines of the file at `path` that were decompressed into a buffer.
  init(ordinal: Int, path: String, _ bytes: [UInt8], firstLine: Int) {
    self.ordinal = ordinal
    self.path = path
    storage = .owned(bytes, firstLine: firstLine)
  }

  /// Calls `body` with the bytes, and gives mapped pages back afterwards.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch storage {
    case .mapped(let file, let range):
      defer { file.release(range) }
      return body(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
    case .owned(let bytes, _):
      return bytes.withUnsafeBytes(body)
    }
  }

  /// The number in the file of the line that holds byte `offset` of this chunk.
  ///
  /// Counts from the start of the file: called once, when something is wrong.
  package func line(at offset: Int) -> Int {
    switch storage {
    case .mapped(let file, let range):
      LineChunk.line(at: range.lowerBound + offset, in: file.bytes)
    case .owned(let bytes, let firstLine):
      firstLine - 1 + bytes.withUnsafeBytes { LineChunk.line(at: offset, in: $0) }
    }
  }

  /// The numbers in the file of the lines that are not blank.
  ///
  /// - Parameter line: The number of this chunk's first line, where it does not know it itself.
  /// - Returns: Also the number of the first line after this chunk.
  package func contentLines(from line: Int) -> (lines: [Int], end: Int) {
    var number = firstLine(orElse: line)
    var lines: [Int] = []
    withBytes { bytes in
      var isOpen = true
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          number += 1
          isOpen = true
        } else if isOpen && byte > UInt8(ascii: " ") {
          lines.append(number)
          isOpen = false
        }
      }
    }
    return (lines, number)
  }

  /// The number of the first line where the chunk knows it, else `line`.
  func firstLine(orElse line: Int) -> Int {
    guard case .owned(_, let firstLine) = storage else { return line }
    return firstLine
  }

  /// The error for a fault in this chunk.
  func error(_ fault: JSONFault, fix: String) -> DataError {
    DataError(
      .malformed, file: path, line: line(at: fault.offset),
      withBytes { fault.message(in: $0) }, fix: fix)
  }

  /// The number, from 1, of the line that holds byte `offset` of `bytes`.
  package static func line(at offset: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    bytes[..<offset].reduce(into: 1) { count, byte in
      count &+= byte == UInt8(ascii: "\n") ? 1 : 0
    }
  }
}
