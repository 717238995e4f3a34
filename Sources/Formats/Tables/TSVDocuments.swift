// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Decodes lines of a table into documents.
struct TSVDocuments: Sendable {
  private let table: TSVTable
  private let path: String

  /// Documents of the file at `path`.
  init(_ table: TSVTable, path: String) {
    self.table = table
    self.path = path
  }

  /// Decodes a chunk into a batch of documents.
  func decode(_ chunk: LineChunk) throws(DataError) -> DocumentBatch {
    var batch = DocumentBatch(ordinal: chunk.ordinal)
    batch.bytes = chunk.withBytes { Array($0) }
    let content = batch.bytes.count
    // What missing texts point at.
    batch.bytes += Self.missing
    let result: Result<[DocumentBatch.Entry], DataError> = batch.bytes.withUnsafeBytes { bytes in
      let lines = UnsafeRawBufferPointer(rebasing: bytes[..<content])
      do throws(DataError) {
        try check(lines, chunk)
        return .success(try entries(lines, chunk))
      } catch {
        return .failure(error)
      }
    }
    batch.entries = try result.get()
    return batch
  }

  /// The numbers in the file of the lines that hold documents.
  ///
  /// - Parameter line: The number of the chunk's first line, where it does not know it itself.
  /// - Returns: Also the number of the first line after this chunk.
  func lines(of chunk: LineChunk, from line: Int) -> (lines: [Int], end: Int) {
    var number = chunk.firstLine(orElse: line)
    var lines: [Int] = []
    chunk.withBytes { bytes in
      for line in LineRanges(bytes) {
        if !Self.isBlank(bytes[line]) { lines.append(number) }
        number += 1
      }
    }
    if chunk.ordinal == 0 && table.hasHeader { lines = Array(lines.dropFirst()) }
    return (lines, number)
  }

  private static let missing = Array("NA".utf8)

  private func check(_ lines: UnsafeRawBufferPointer, _ chunk: LineChunk) throws(DataError) {
    guard let offset = UTF8Sequence.firstInvalid(in: lines) else { return }
    throw DataError(
      .malformed, file: path, line: chunk.line(at: offset),
      JSONFault(offset: offset, reason: .invalidUTF8).message(in: lines),
      fix: "convert the file to UTF-8")
  }

  private func entries(
    _ bytes: UnsafeRawBufferPointer, _ chunk: LineChunk
  ) throws(DataError) -> [DocumentBatch.Entry] {
    var entries: [DocumentBatch.Entry] = []
    var isHeader = chunk.ordinal == 0 && table.hasHeader
    var columns: [Range<Int>] = []
    columns.reserveCapacity(table.names.count + 1)
    for line in LineRanges(bytes) where !Self.isBlank(bytes[line]) {
      split(bytes, line, into: &columns)
      guard columns.count == table.names.count else {
        throw wrongColumns(columns.count, at: line.lowerBound, chunk)
      }
      if isHeader {
        isHeader = false
        try checkHeader(bytes[columns[0]], chunk)
        continue
      }
      guard !columns[table.id].isEmpty else {
        throw fault("an empty \(table.names[table.id]), expected one", line.lowerBound, chunk)
      }
      let text = columns[table.text]
      let isMissing = table.readsAsNA(bytes[text])
      entries.append(
        DocumentBatch.Entry(
          id: columns[table.id], title: table.title.map { columns[$0] } ?? 0..<0,
          text: isMissing ? bytes.count..<bytes.count + Self.missing.count : text))
    }
    return entries
  }

  /// Cuts a line at its tabs.
  private func split(
    _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, into columns: inout [Range<Int>]
  ) {
    columns.removeAll(keepingCapacity: true)
    var start = line.lowerBound
    while let tab = bytes.firstIndex(of: UInt8(ascii: "\t"), in: start..<line.upperBound) {
      columns.append(start..<tab)
      start = tab + 1
    }
    columns.append(start..<line.upperBound)
  }

  /// Without its header line the first document would be lost.
  private func checkHeader(
    _ first: Slice<UnsafeRawBufferPointer>, _ chunk: LineChunk
  ) throws(DataError) {
    guard !first.elementsEqual(table.names[0].utf8) else { return }
    throw DataError(
      .malformed, file: path, line: chunk.line(at: first.startIndex),
      "found \"\(String(decoding: first, as: UTF8.self))\" where the header begins, "
        + "expected \"\(table.names[0])\"",
      fix: "put the names of the columns into the first line: \(table.expectation)")
  }

  private func wrongColumns(_ count: Int, at offset: Int, _ chunk: LineChunk) -> DataError {
    fault(
      "\(count) column\(count == 1 ? "" : "s"), expected \(table.names.count): "
        + table.expectation, offset, chunk)
  }

  private func fault(_ found: String, _ offset: Int, _ chunk: LineChunk) -> DataError {
    DataError(
      .malformed, file: path, line: chunk.line(at: offset), "found \(found)",
      fix: "each line holds \(table.expectation), without tabs in them")
  }

  /// Blank as ``LineChunks`` has it.
  private static func isBlank(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
    line.allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
    }
  }
}
