// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// What a model was trained to write for each document: a line has a document's id, a tab, and the text
/// of its identifier.
///
/// Documents may share an identifier, as those of one cluster do. Lines may end with CRLF; empty ones
/// are passed over, and the file may be compressed.
public struct IdentifierFile: Sendable {
  /// Where it is.
  public let path: String
  private var documents = IdentifierIndex()
  private var texts = IdentifierTable()
  /// Where the lines start.
  private var offsets: [Int] = []

  private static let advice = "write a document's id, a tab and its identifier in each line"

  /// Reads the file at `path`.
  ///
  /// - Throws: `.missing`, `.unreadable`; `.malformed` with the line for what is no UTF-8, a line of
  ///   other columns, an empty id or identifier, a document that comes twice, and a file without
  ///   lines.
  public init(path: String) throws(DataError) {
    self.path = path
    let file = try FileBytes(path: path)
    var documents = IdentifierIndex()
    var texts = IdentifierTable()
    var offsets: [Int] = []
    try file.forEachTextLine { line throws(DataError) in
      func fault(_ problem: String) -> DataError {
        DataError(
          .malformed, file: path, line: file.line(at: line.offset), problem, fix: Self.advice)
      }
      let columns = line.columns
      guard columns.count == 2 else {
        throw fault(
          "found \(columns.count) column\(columns.count == 1 ? "" : "s"), expected a document's id "
            + "and its identifier apart by a tab")
      }
      let id = UnsafeRawBufferPointer(rebasing: columns[0])
      let text = UnsafeRawBufferPointer(rebasing: columns[1])
      guard !id.isEmpty else { throw fault("found an empty id, expected a document's") }
      guard text.contains(where: { $0 > UInt8(ascii: " ") }) else {
        throw fault("found an empty identifier, expected what the model writes")
      }
      let row = documents.insert(id)
      guard row == offsets.count else {
        throw fault(
          "found document \(String(decoding: id, as: UTF8.self)) for the second time, expected each "
            + "document once; the first is in line \(file.line(at: offsets[row]))")
      }
      texts.append(utf8: text)
      offsets.append(line.offset)
    }
    guard !offsets.isEmpty else {
      throw DataError(
        .malformed, file: path, "holds no identifier, expected one for each document",
        fix: Self.advice)
    }
    self.documents = documents
    self.texts = texts
    self.offsets = offsets
  }

  /// The number of documents.
  var count: Int { offsets.count }

  /// The row of a document, or nil where it has none.
  func row(of document: UnsafeRawBufferPointer) -> Int? { documents.row(of: document) }

  /// The text of an identifier.
  func text(_ row: Int) -> String { texts[row] }

  /// The line of a row, from 1; nil where the file cannot be read any more.
  func line(_ row: Int) -> Int? { try? FileBytes(path: path).line(at: offsets[row]) }
}
