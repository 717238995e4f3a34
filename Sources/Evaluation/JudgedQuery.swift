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
  /// Sets of rows of ``documents`` that answer the query each by itself; empty where the protocol
  /// does not count sets.
  let evidence: [[Int]]

  /// Prepares a query.
  ///
  /// - Parameters:
  ///   - excluded: Documents that are dropped from its ranking.
  ///   - countsSets: Whether sets of documents are what is relevant.
  init(
    id: String, judgments: Qrels.Judgments, excluded: [String], countsSets: Bool
  ) {
    self.id = id
    evidence = countsSets ? judgments.evidence : []
    counts = GradeCounts(judgments)
    grades = judgments.grades
    var documents = judgments.documents
    for document in excluded { documents.append(document) }
    self.documents = documents
    hashes = (0..<documents.count).map { row in
      documents.withUTF8(row) { IdentifierHash.hash($0) }
    }
  }

  /// What measures see of the sets, where there are any.
  ///
  /// - Parameter ranked: Row and rank of the judged documents in the ranking, by rising rank.
  func evidence(of ranked: [(row: Int, rank: Int)]) -> EvidenceRanking? {
    evidence.isEmpty ? nil : EvidenceRanking(sets: evidence, ranked: ranked)
  }

  /// Whether the document in `row` is this one.
  func isDocument(_ row: Int, _ document: UnsafeRawBufferPointer) -> Bool {
    documents.withUTF8(row) { $0.elementsEqual(document) }
  }
}
