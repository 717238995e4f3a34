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
    scores = .allocate(capacity: postings + BitPacking.overrun)
    rows = .allocate(capacity: field.uniqueTerms + 1)
    fill(field)
  }

  deinit {
    documents.deallocate()
    scores.deallocate()
    rows.deallocate()
  }

  private func fill(_ field: FieldIndex) {
    var saturations = [Saturation?](
      repeating: nil, count: field.scoring.statistics.documents + 1)
    let scratch = SearchScratch()
    var start = 0
    for row in 0..<field.uniqueTerms {
      let record = field.record(row)
      let frequency = Int(record.documentFrequency)
      guard let saturation = saturations[frequency] ?? field.saturation(record) else { continue }
      saturations[frequency] = saturation
      let end = decode(field.list(row), saturation, field.factors, to: start, scratch)
      let range = scoreRange(start..<end)
      lowest = min(lowest, range.lowest)
      rows[row] = Row(
        start: UInt32(start), highest: range.highest,
        tenth: record.tenth > 0 ? saturation.score(record.tenth) : 0)
      start = end
    }
    rows[field.uniqueTerms] = Row(start: UInt32(start))
  }

  /// The lowest and the highest score of some postings; scores above 0 are ordered as their bits.
  private func scoreRange(_ postings: Range<Int>) -> (lowest: Float, highest: Float) {
    var (lowest, highest) = (Int32.max, Int32.min)
    for posting in postings {
      let bits = Int32(bitPattern: scores[posting].bitPattern)
      lowest = min(lowest, bits)
      highest = max(highest, bits)
    }
    return (
      Float(bitPattern: UInt32(bitPattern: lowest)), Float(bitPattern: UInt32(bitPattern: highest))
    )
  }

  /// Writes all postings of a list from row `start` on, and returns where they end.
  private func decode(
    _ list: PostingList, _ saturation: Saturation, _ factors: Saturation.Factors, to start: Int,
    _ scratch: SearchScratch
  ) -> Int {
    let buffer = scratch.buffer(0)
    var end = start
    for index in 0..<list.blockCount {
      let block = list.decode(index, into: buffer.documents, with: scratch.packing)
      list.decode(block, into: buffer.frequencies, with: scratch.packing)
      saturation.score(
        documents: buffer.documents, frequencies: buffer.frequencies, count: block.count,
        factors: factors, into: scores + end, with: scratch.set)
      for row in 0..<block.count {
        documents[end &+ row] = UInt16(truncatingIfNeeded: buffer.documents[row])
      }
      end += block.count
    }
    return end
  }

  /// The postings of the term in row `row` of the field's dictionary.
  func list(_ row: Int) -> List {
    let start = Int(rows[row].start)
    return List(
      documents: documents + start, scores: scores + start, count: Int(rows[row + 1].start) - start,
      highest: rows[row].highest, tenth: rows[row].tenth)
  }
}
