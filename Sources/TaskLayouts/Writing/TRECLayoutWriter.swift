// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Writes TREC's files: documents in SGML, topics in columns, qrels.
///
/// They hold any text of documents, and any grade; texts of queries without tabs and line ends;
/// identifiers without white space, for columns of qrels and runs are apart by it.
public struct TRECLayoutWriter: LayoutWriter {
  /// The writer.
  public init() {}

  /// `trec`.
  public var name: String { "trec" }

  /// The files.
  public var summary: String { "documents.sgml, topics.SPLIT.tsv, qrels.SPLIT.txt" }

  /// Writes the three files.
  public func write(_ contents: TaskContents, split: String, to folder: String) throws {
    let check = LossCheck(layout: "TREC's layout", contents: contents)
    try check.checkNotEmpty()
    try check.checkQueries()
    try check.checkTexts { tableFault($0.utf8) }
    try check.checkIdentifiers { Self.fault($0.utf8) }
    try writeLines(contents.qrels.rows, to: "\(folder)/qrels.\(split).txt") {
      "\($0.query) 0 \($0.document) \($0.grade)"
    }
    try writeLines(contents.queries, to: "\(folder)/topics.\(split).tsv") { "\($0.id)\t\($0.text)" }
    try writeDocuments(contents.corpus, to: folder + "/documents.sgml") { batch, entry, element in
      if let found = Self.fault(batch.bytes[entry.id]) {
        throw check.document(batch.id(entry), has: "\(found) in its id")
      }
      Self.append(batch, entry, to: &element)
    }
  }

  /// What an identifier must not have: what ends a column, or begins a comment or an element.
  private static func fault(_ id: some Collection<UInt8>) -> String? {
    if id.isEmpty { return "no character" }
    if id.first == UInt8(ascii: "#") || id.first == UInt8(ascii: "<") { return "# or < in front" }
    if id.starts(with: [0xEF, 0xBB, 0xBF]) { return "a byte-order mark in front" }
    return id.contains { $0 <= UInt8(ascii: " ") || $0 == 0x7F } ? "white space" : nil
  }

  private static func append(
    _ batch: DocumentBatch, _ entry: DocumentBatch.Entry, to element: inout [UInt8]
  ) {
    // Readers leave out the line end behind a tag that opens, and before one that closes.
    func append(_ name: String, _ range: Range<Int>, _ lineEnd: String) {
      element += "<\(name)>\(lineEnd)".utf8
      SGMLText.appendEscaped(batch.bytes[range], to: &element)
      element += "\(lineEnd)</\(name)>\n".utf8
    }
    element += "<DOC>\n".utf8
    append("DOCNO", entry.id, "")
    if !entry.title.isEmpty { append("TITLE", entry.title, "\n") }
    append("TEXT", entry.text, "\n")
    element += "</DOC>\n".utf8
  }
}
