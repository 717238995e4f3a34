// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// Decodes the lines of a BEIR `corpus.jsonl`.
enum BEIRDocuments {
  private static let fields: [StaticString] = ["_id", "id", "title", "text"]

  /// Decodes a chunk into a batch of documents.
  static func decode(_ chunk: LineChunk) throws(DataError) -> DocumentBatch {
    var batch = DocumentBatch(ordinal: chunk.ordinal)
    var fault: JSONFault?
    chunk.withBytes { bytes in
      batch.entries.reserveCapacity(bytes.count >> 9)
      batch.bytes = [UInt8](
        unsafeUninitializedCapacity: bytes.count + JSONScanner.arenaSlack
      ) { arena, count in
        var scanner = JSONScanner(bytes, arena: arena)
        do throws(JSONFault) {
          try decode(&scanner, into: &batch.entries)
        } catch {
          fault = error
        }
        count = scanner.used
      }
    }
    if let fault {
      throw chunk.error(fault, fix: #"each line is {"_id": "…", "title": "…", "text": "…"}"#)
    }
    return batch
  }

  private static func decode(
    _ scanner: inout JSONScanner, into entries: inout [DocumentBatch.Entry]
  ) throws(JSONFault) {
    var fields = JSONFields(Self.fields)
    while scanner.skipBlankLines() {
      let start = scanner.position
      try fields.readLine(&scanner)
      do throws(JSONFault.Reason) {
        entries.append(try entry(fields, scanner))
      } catch {
        throw JSONFault(offset: start, reason: error)
      }
    }
  }

  private static func entry(
    _ fields: JSONFields, _ scanner: JSONScanner
  ) throws(JSONFault.Reason) -> DocumentBatch.Entry {
    let id =
      if let id = try fields.identifier(0, scanner) { id } else {
        try fields.identifier(1, scanner)
      }
    guard let id else {
      throw .content("found no field \"_id\", expected the document's identifier")
    }
    guard let text = try fields.string(3) else {
      throw .content("found no field \"text\", expected the document's text")
    }
    if fields.values[2] == .null { return DocumentBatch.Entry(id: id, title: 0..<0, text: text) }
    return DocumentBatch.Entry(id: id, title: try fields.string(2) ?? 0..<0, text: text)
  }
}
