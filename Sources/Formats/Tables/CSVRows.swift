// SPDX-License-Identifier: Apache-2.0

package import Retrieval

/// One record of a CSV file.
package struct CSVRow: Sendable, Hashable {
  /// The fields, without quotes.
  package var fields: [String]
  /// The line where the record begins, from 1; a quoted field may go on over several.
  package var line: Int
}

/// Reads a CSV file as RFC 4180 has it: fields apart by commas, records by LF or CRLF, quotes around
/// fields that hold commas, quotes or line ends, and a quote inside such a field doubled.
///
/// A quote inside an unquoted field is text, as for Python's `csv`. Blank lines are passed over, a
/// byte-order mark too. Compressed files are inflated.
///
/// - Returns: All records, the header included, each with as many fields as the first.
/// - Throws: ``DataError`` with file and line.
package func readCSV(path: String) throws(DataError) -> [CSVRow] {
  let file = try FileBytes(path: path)
  let result: Result<[CSVRow], DataError> = file.withBytes { bytes in
    do throws(DataError) {
      if let offset = UTF8Sequence.firstInvalid(in: bytes) {
        throw DataError(
          .malformed, file: path, line: LineChunk.line(at: offset, in: bytes),
          JSONFault(offset: offset, reason: .invalidUTF8).message(in: bytes),
          fix: "convert the file to UTF-8")
      }
      var scanner = CSVScanner(bytes, path: path)
      return .success(try scanner.rows())
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}

private struct CSVScanner {
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let bytes: UnsafeRawBufferPointer
  private let path: String
  private var position: Int
  private var line = 1

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func rows() throws(DataError) -> [CSVRow] {
    var rows: [CSVRow] = []
    while position < bytes.count {
      if skipLineEnd() { continue }
      let row = try row()
      if let first = rows.first, first.fields.count != row.fields.count {
        throw fault(
          row.line, "\(row.fields.count) field\(row.fields.count == 1 ? "" : "s")",
          "\(first.fields.count) as in the first line",
          fix: "quote fields that hold commas or line ends")
      }
      rows.append(row)
    }
    return rows
  }

  private mutating func row() throws(DataError) -> CSVRow {
    var row = CSVRow(fields: [], line: line)
    while true {
      let isQuoted = position < bytes.count && bytes[position] == Self.quote
      row.fields.append(try isQuoted ? quotedField() : plainField())
      guard position < bytes.count, bytes[position] == Self.comma else { break }
      position += 1
    }
    guard position == bytes.count || skipLineEnd() else {
      throw fault(
        line, "a carriage return alone", "LF or CRLF at the end of a line",
        fix: "convert the line ends, or quote the field")
    }
    return row
  }

  private mutating func plainField() -> String {
    let start = position
    while position < bytes.count, bytes[position] != Self.comma,
      bytes[position] != Self.lineFeed, bytes[position] != Self.carriageReturn
    {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(DataError) -> String {
    let firstLine = line
    var field: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else {
          try checkEnd()
          return String(decoding: field, as: UTF8.self)
        }
        position += 1
      } else if byte == Self.lineFeed {
        line += 1
      }
      field.append(byte)
    }
    throw fault(
      firstLine, "the end of the file in a quoted field", "a closing quote",
      fix: "write a quote inside a quoted field twice")
  }

  /// After a closing quote the field must end.
  private func checkEnd() throws(DataError) {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    guard byte != Self.comma, byte != Self.lineFeed, byte != Self.carriageReturn else { return }
    throw fault(
      line, "text behind a closing quote", "a comma or the end of the line",
      fix: "write a quote inside a quoted field twice")
  }

  /// Moves behind LF or CRLF, if one is here.
  private mutating func skipLineEnd() -> Bool {
    guard position < bytes.count else { return false }
    var length = 1
    if bytes[position] == Self.carriageReturn {
      guard position + 1 < bytes.count, bytes[position + 1] == Self.lineFeed else { return false }
      length = 2
    } else if bytes[position] != Self.lineFeed {
      return false
    }
    position += length
    line += 1
    return true
  }

  private func fault(
    _ line: Int, _ found: String, _ expected: String, fix: String
  ) -> DataError {
    DataError(
      .malformed, file: path, line: line, "found \(found), expected \(expected)", fix: fix)
  }
}
