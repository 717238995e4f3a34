// SPDX-License-Identifier: Apache-2.0

import Kernels

/// All postings of a field of a small collection with the scores they have in a query that names
/// their term once, laid out for adding: 6 bytes a posting.
///
/// In a collection of a few thousand documents, decoding and scoring takes a search longer than
/// adding up; both can be done once, when the index is opened.
final class Impacts {
  /// Documents of the largest collection that is small.
  static let mostDocuments = 1 << 14
  /// Postings of the largest field that is small.
  static let mostPostings = 1 << 21

  /// The postings of one term.
  struct List {
    let documents: UnsafePointer<UInt16>
    let scores: UnsafePointer<Float>
    let count: Int
    /// The highest score.
    let highest: Float
    /// At least ten postings score not less; 0 where there are fewer.
    let tenth: Float
  }

  private struct Row {
    var start: UInt32 = 0
    var highest: Float = 0
    var tenth: Float = 0
  }

  /// No posting scores lower.
  private(set) var lowest = Float.infinity
  private let documents: UnsafeMutablePointer<UInt16>
  private let scores: UnsafeMutablePointer<Float>
  /// One a term and one behind the last.
  private let rows: UnsafeMutablePointer<Row>

  /// Nil when the field is too large, and for functions that are no saturations.
  init?(_ field: FieldIndex) {
    guard field.scoring.isPruned, field.scoring.statistics.documents <= Self.mostDocuments,
      field.counts.postings <= Self.mostPostings
    else { return nil }
    var postings = 0
    for row in 0..<field.uniqueTerms { postings += Int(field.record(row).documentFrequency) }
    guard postings <= Self.mostPostings else { return nil }
    documents = .allocate(capacity: postings)
    scores = .allocate(capacity: postings)
    rows = .allocate(capacity: field.uniqueTerms + 1)
    fill(field)
  }

  deinit {
    documents.deallocate()
    scores.deallocate()
    rows.deallocate()
  }

  private func fill(_ field: FieldIndex) {
    let scratch = SearchScratch()
    let buffer = scratch.buffer(0)
    var start = 0
    for row in 0..<field.uniqueTerms {
      let clause = Clause(field: field, row: row, boost: 1, k: 10)
      rows[row] = Row(start: UInt32(start), tenth: clause.bounds?.ranked ?? 0)
      var cursor = PostingCursor(clause, buffer)
      cursor.start(scratch)
      cursor.drain(scratch) { document, score in
        documents[start] = UInt16(truncatingIfNeeded: document)
        scores[start] = Float(score)
        rows[row].highest = max(rows[row].highest, Float(score))
        lowest = min(lowest, Float(score))
        start += 1
      }
    }
    rows[field.uniqueTerms] = Row(start: UInt32(start))
  }

  /// The postings of the term in row `row` of the field's dictionary.
  func list(_ row: Int) -> List {
    let start = Int(rows[row].start)
    return List(
      documents: documents + start, scores: scores + start, count: Int(rows[row + 1].start) - start,
      highest: rows[row].highest, tenth: rows[row].tenth)
  }
}
