// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// Writes documents as a BEIR `corpus.jsonl`.
///
/// - Parameters:
///   - documents: Pulled one by one, so that a generated corpus of any size passes through.
///   - path: The file; it appears whole or not at all.
/// - Throws: `.unwritable` with the system's reason.
public func writeBEIRCorpus(_ documents: some Sequence<Document>, to path: String) throws {
  try writeFile(path) { file in
    var line: [UInt8] = []
    for document in documents {
      line.removeAll(keepingCapacity: true)
      appendBEIRDocument(
        id: document.id.utf8, title: document.title.utf8, text: document.text.utf8, to: &line)
      try file.write(line)
    }
  }
}

/// Appends the line of a document in a BEIR `corpus.jsonl`; its fields are UTF-8.
package func appendBEIRDocument(
  id: some Sequence<UInt8>, title: some Sequence<UInt8>, text: some Sequence<UInt8>,
  to line: inout [UInt8]
) {
  append("_id", id, after: "{", to: &line)
  append("title", title, after: ", ", to: &line)
  append("text", text, after: ", ", to: &line)
  line += "}\n".utf8
}

/// Writes queries as a BEIR `queries.jsonl`: ids and texts.
///
/// - Throws: `.unwritable` with the system's reason.
public func writeBEIRQueries(_ queries: some Sequence<Query>, to path: String) throws {
  try writeFile(path) { file in
    var line: [UInt8] = []
    for query in queries {
      line.removeAll(keepingCapacity: true)
      append("_id", query.id.utf8, after: "{", to: &line)
      append("text", query.text.utf8, after: ", ", to: &line)
      line += "}\n".utf8
      try file.write(line)
    }
  }
}

/// Writes qrels as a BEIR `qrels/<split>.tsv` with its header: queries in their order, the
/// documents of each ascending by the bytes of their id.
///
/// - Throws: `.unwritable`; `.malformed` for an id with a tab or a line end, which the format
///   cannot hold.
public func writeBEIRQrels(_ qrels: Qrels, to path: String) throws {
  try writeFile(path) { file in
    try file.write("query-id\tcorpus-id\tscore\n")
    for query in qrels.queryIDs {
      guard let judgments = qrels[query] else { continue }
      try checkColumn(query, path)
      for (row, document) in judgments.documents.enumerated() {
        try checkColumn(document, path)
        try file.write("\(query)\t\(document)\t\(judgments.grades[row])\n")
      }
    }
  }
}

private func append(
  _ name: String, _ value: some Sequence<UInt8>, after separator: String, to line: inout [UInt8]
) {
  line += separator.utf8
  JSONText.appendString(name.utf8, to: &line)
  line += ": ".utf8
  JSONText.appendString(value, to: &line)
}

private func checkColumn(_ identifier: String, _ path: String) throws(DataError) {
  guard identifier.utf8.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else { return }
  throw DataError(
    .malformed, file: path,
    "found an identifier with a tab or a line end (\(identifier.debugDescription)), "
      + "which a table cannot hold", fix: "use identifiers without them")
}
