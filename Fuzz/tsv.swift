// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval

@testable import Formats

private let scratch = ScratchFile("tsv")

/// Reads the input as tables of documents, in one chunk and in many, and compares what is accepted
/// with a plain reader over strings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTSV(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: data, count: count)
  scratch.write(bytes)
  let tables = [
    TSVTable(["pid", "text"]), TSVTable(["pid", "text"], hasHeader: true, missingText: .asNA),
    TSVTable(["docid", "url", "title", "body"], title: 2, text: 3),
  ]
  for table in tables {
    let whole = read(table, chunkSize: 1 << 20)
    require(whole == read(table, chunkSize: 7), "chunks of any size give the same")
    if let whole, !isPacked(bytes) { compare(whole, table, bytes) }
  }
  return 0
}

/// The documents, or nil where the table is refused.
private func read(_ table: TSVTable, chunkSize: Int) -> [Document]? {
  var documents: [Document] = []
  do {
    let corpus = try TSVCorpus(path: scratch.path, table, chunkSize: chunkSize)
    let reader = try corpus.makeReader()
    while let batch = try reader.nextBatch() {
      for entry in batch.entries {
        require(!entry.id.isEmpty, "an accepted id is not empty")
        for range in [entry.id, entry.title, entry.text] {
          let field = String(validating: batch.bytes[range], as: UTF8.self)
          require(field != nil, "an accepted field is UTF-8")
        }
      }
      documents += batch.entries.indices.map { batch[$0] }
    }
    if !documents.isEmpty {
      let last = corpus.place(ofDocument: documents.count - 1)
      require(last != nil, "the last document has a place")
      require(corpus.place(ofDocument: documents.count) == nil, "there is no place behind it")
    }
    return documents
  } catch let error as DataError {
    require(error.code == .malformed && !error.problem.isEmpty, "it is refused for a reason")
    return nil
  } catch {
    require(false, "every error is a DataError")
    return nil
  }
}

private func compare(_ found: [Document], _ table: TSVTable, _ bytes: UnsafeRawBufferPointer) {
  var content = Array(bytes)[...]
  if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
  var rows = content.split(separator: 0x0A).compactMap { line -> [String]? in
    let line = line.last == 0x0D ? line.dropLast() : line
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    return line.split(separator: 0x09, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
  if table.hasHeader { rows.removeFirst() }
  require(rows.count == found.count, "every line became a document")
  for (row, document) in zip(rows, found) {
    require(row[0].utf8.elementsEqual(document.id.utf8), "the id is the line's")
    let text = table.readsAsNA(Array(row[table.text].utf8)) ? "NA" : row[table.text]
    require(text.utf8.elementsEqual(document.text.utf8), "the text is the line's")
  }
}
