// SPDX-License-Identifier: Apache-2.0

import Formats
import Measures
import Retrieval

/// A judged query made ready: its documents hashed, its grades counted.
struct JudgedQuery: Sendable {
  /// The query's identifier.
  let id: String
  /// How many documents have which grade.
  let counts: GradeCounts
  /// Judged documents, then documents that must not be ranked.
  let documents: IdentifierTable
  /// ``IdentifierHash`` of every document.
  let hashes: [UInt64]
  /// Grades of the judged documents, the first of ``documents``.
  let grades: [Int32]

  /// Prepares a query.
  ///
  /// - Parameter excluded: Documents that are dropped from its ranking.
  init(id: String, judgments: Qrels.Judgments, excluded: [String]) {
    self.id = id
    counts = GradeCounts(judgments)
    grades = judgments.grades
    var documents = judgments.documents
    for document in excluded { documents.append(document) }
    self.documents = documents
    hashes = (0..<documents.count).map { row in
      documents.withUTF8(row) { IdentifierHash.hash($0) }
    }
  }

  /// Whether the document in `row` is this one.
  func isDocument(_ row: Int, _ document: UnsafeRawBufferPointer) -> Bool {
    documents.withUTF8(row) { $0.elementsEqual(document) }
  }
}
