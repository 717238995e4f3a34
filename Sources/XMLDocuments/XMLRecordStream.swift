// SPDX-License-Identifier: Apache-2.0

import Formats
package import Retrieval

/// Reads the records of an XML file one after the other, plain or compressed.
///
/// The file is parsed as it is read, so memory does not grow with it. Nothing outside the file is
/// ever opened, and a document type declaration is refused: without one there are no entities but
/// XML's own five and characters by number, and so nothing that could grow (`billion laughs`) or
/// reach out (external entities). Encodings are those that the file declares and libxml2 knows.
package final class XMLRecordStream {
  private static let pieceSize = 1 << 16

  private let path: String
  private let shape: XMLRecordShape
  private let piece: UnsafeMutableRawBufferPointer
  private var stream: ByteStream
  private let parser: XMLRecordParser
  private var isAtEnd = false
  private var found = 0

  /// The records of the file at `path`.
  ///
  /// - Throws: `.missing` or `.unreadable`.
  package init(path: String, _ shape: XMLRecordShape) throws(DataError) {
    self.path = path
    self.shape = shape
    stream = try ByteStream(path: path)
    guard let parser = XMLRecordParser(shape) else {
      throw DataError(.unreadable, file: path, "cannot be read: out of memory")
    }
    self.parser = parser
    piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
  }

  deinit {
    piece.deallocate()
  }

  /// Some more records: at least `size` bytes of text where there are as many.
  ///
  /// - Returns: nil at the end of the file.
  /// - Throws: `.malformed` with the line where the file is not the XML that it should be, or holds
  ///   no record at all.
  package func next(size: Int = 1) throws(DataError) -> XMLRecords? {
    while !isAtEnd && parser.records.bytes.count < size {
      let count = try stream.read(into: piece)
      isAtEnd = count == 0
      do throws(XMLFault) {
        try parser.parse(UnsafeRawBufferPointer(rebasing: piece[..<count]), isLast: isAtEnd)
      } catch {
        throw DataError(
          .malformed, file: path, line: error.line, error.problem, fix: error.fix)
      }
    }
    let records = parser.take()
    found += records.records.count
    if isAtEnd && found == 0 {
      let names = shape.records.map { "<\($0)>" }.joined(separator: " or ")
      throw DataError(
        .malformed, file: path, "found no element \(names), expected one for each record",
        fix: "name the elements as the file has them")
    }
    return isAtEnd && records.records.isEmpty ? nil : records
  }
}
