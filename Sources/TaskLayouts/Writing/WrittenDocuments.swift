// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Streams the documents of a corpus into a file, in corpus order.
///
/// - Parameter append: Appends what stands for a document; throws what it cannot hold.
func writeDocuments(
  _ corpus: any Corpus, to path: String,
  _ append: (DocumentBatch, DocumentBatch.Entry, inout [UInt8]) throws -> Void
) throws {
  try writeFile(path) { file in
    let reader = try corpus.makeReader()
    var line: [UInt8] = []
    while let batch = try reader.nextBatch() {
      for entry in batch.entries {
        line.removeAll(keepingCapacity: true)
        try append(batch, entry, &line)
        try file.write(line)
      }
    }
  }
}

/// Writes one line for each element.
func writeLines<Element>(
  _ elements: some Sequence<Element>, header: String? = nil, to path: String,
  _ line: (Element) throws -> String
) throws {
  try writeFile(path) { file in
    if let header { try file.write(header + "\n") }
    for element in elements { try file.write(try line(element) + "\n") }
  }
}

extension DocumentBatch {
  /// The identifier of a document as a string, for messages.
  func id(_ entry: Entry) -> String { String(decoding: bytes[entry.id], as: UTF8.self) }
}

extension Qrels {
  /// Every judgement, queries in their order, the documents of each ascending.
  var rows: [(query: String, document: String, grade: Int32)] {
    queryIDs.flatMap { query in
      let judgments = self[query]
      return (0..<(judgments?.count ?? 0)).compactMap { row in
        judgments.map { (query, $0.documents[row], $0.grades[row]) }
      }
    }
  }
}
