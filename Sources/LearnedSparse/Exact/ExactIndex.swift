// SPDX-License-Identifier: Apache-2.0

import Formats
import Kernels
import Retrieval
import SparseRetrieval

/// A mapped exact index of impact vectors.
///
/// `@unchecked Sendable`: points into a mapping that is never written to and that ``file`` keeps.
final class ExactIndex: @unchecked Sendable {
  let documentCount: Int
  let postingCount: Int
  let termCount: Int
  /// Documents of a range; the last may have fewer.
  let rangeSize: Int
  let weights: ImpactStorage.Weights
  /// What a code is worth; 1 where weights are floats.
  let step: Float
  let ranges: UnsafeBufferPointer<ExactLayout.RangeRecord>
  private let file: IndexFile
  private let terms: UnsafeBufferPointer<UInt32>
  private let ends: UnsafeBufferPointer<UInt32>
  private let largest: UnsafeBufferPointer<Float>
  private let postings: UnsafeRawBufferPointer

  /// Maps and checks an index.
  ///
  /// - Throws: ``DataError`` when the file is missing, cut short or damaged.
  init(_ path: String) throws(DataError) {
    file = try IndexFile(path: path, kind: ExactLayout.kind)
    let headers: UnsafeBufferPointer<ExactLayout.Header> = try file.elements(
      ExactLayout.Section.header)
    guard headers.count == 1, let documents = Int(exactly: headers[0].documents), documents > 0,
      let postingCount = Int(exactly: headers[0].postings),
      let termCount = Int(exactly: headers[0].terms), headers[0].step >= 0,
      headers[0].step.isFinite, (1...ExactLayout.rangeSize).contains(Int(headers[0].rangeSize))
    else { throw file.damaged("no header of an index") }
    documentCount = documents
    self.postingCount = postingCount
    rangeSize = Int(headers[0].rangeSize)
    self.termCount = termCount
    weights = headers[0].step > 0 ? .int8 : .float32
    step = headers[0].step > 0 ? headers[0].step : 1
    ranges = try file.elements(ExactLayout.Section.ranges)
    terms = try file.elements(ExactLayout.Section.terms)
    ends = try file.elements(ExactLayout.Section.ends)
    largest = try file.elements(ExactLayout.Section.largest)
    postings = file.section(ExactLayout.Section.postings.rawValue)
    try validate()
  }

  /// Bytes of the file.
  var sizeOnDisk: Int { file.size }

  /// Bytes of a weight.
  private var weightSize: Int { weights == .int8 ? 1 : 4 }

  /// The documents of a range.
  func documents(of range: Int) -> Range<Int> {
    let first = range * rangeSize
    return first..<min(first + rangeSize, documentCount)
  }

  /// Checks every position, so that a search need not.
  private func validate() throws(DataError) {
    let count = (documentCount + rangeSize - 1) / rangeSize
    guard ranges.count == count, terms.count == ends.count, terms.count == largest.count,
      largest.allSatisfy({ $0 >= 0 && $0.isFinite })
    else { throw file.damaged("ranges that do not fit together") }
    var row: UInt64 = 0
    for (number, range) in ranges.enumerated() {
      guard range.firstRow == row, range.rowCount <= UInt64(terms.count) - row,
        holdsPostings(of: range), holdsRows(of: range),
        holdsDocuments(of: range, below: documents(of: number).count)
      else { throw file.damaged("a range whose postings are outside of the file") }
      guard holdsWeights(of: range) else {
        throw file.damaged("a weight below 0 or above the largest of its row")
      }
      row += range.rowCount
    }
    guard row == UInt64(terms.count) else { throw file.damaged("rows of no range") }
  }

  private func holdsPostings(of range: ExactLayout.RangeRecord) -> Bool {
    guard range.postings % 64 == 0, range.postings <= UInt64(postings.count),
      range.postingCount < 1 << 32
    else { return false }
    let count = Int(range.postingCount)
    let size = ExactLayout.aligned(2 * count) + ExactLayout.aligned(weightSize * count)
    return size <= postings.count - Int(range.postings)
  }

  private func holdsRows(of range: ExactLayout.RangeRecord) -> Bool {
    var (previous, start) = (-1, UInt32(0))
    for row in Int(range.firstRow)..<Int(range.firstRow + range.rowCount) {
      guard Int(terms[row]) > previous, ends[row] >= start else { return false }
      (previous, start) = (Int(terms[row]), ends[row])
    }
    return previous < termCount && UInt64(start) == range.postingCount
  }

  private func holdsDocuments(of range: ExactLayout.RangeRecord, below count: Int) -> Bool {
    guard let start = postings.baseAddress else { return range.postingCount == 0 }
    let documents = UnsafeBufferPointer(
      start: (start + Int(range.postings)).assumingMemoryBound(to: UInt16.self),
      count: Int(range.postingCount))
    return Int(documents.max() ?? 0) < count
  }

  /// Whether the weights of each row, which are inside of the file, are between 0 and its largest.
  private func holdsWeights(of range: ExactLayout.RangeRecord) -> Bool {
    guard let start = postings.baseAddress else { return range.postingCount == 0 }
    let weights = start + Int(range.postings) + ExactLayout.aligned(2 * Int(range.postingCount))
    let (codes, floats) = (
      weights.assumingMemoryBound(to: UInt8.self), weights.assumingMemoryBound(to: Float.self)
    )
    var first = 0
    for row in Int(range.firstRow)..<Int(range.firstRow + range.rowCount) {
      let (limit, end) = (largest[row], Int(ends[row]))
      let isHeld =
        self.weights == .int8
        ? (first..<end).allSatisfy { Float(codes[$0]) <= limit }
        : (first..<end).allSatisfy { floats[$0] >= 0 && floats[$0] <= limit }
      guard isHeld else { return false }
      first = end
    }
    return true
  }

  /// Leaves in `rows` the postings of a query's terms in a range, in their order.
  ///
  /// - Returns: A score that no document of the range exceeds.
  func find(
    _ query: ImpactQuery, in range: Int, into rows: inout [ExactRow]
  ) -> Float {
    rows.removeAll(keepingCapacity: true)
    let record = ranges[range]
    guard let start = postings.baseAddress else { return 0 }
    let documents = (start + Int(record.postings)).assumingMemoryBound(to: UInt16.self)
    let weights = start + Int(record.postings) + ExactLayout.aligned(2 * Int(record.postingCount))
    var bound = 0.0
    for (term, weight) in zip(query.terms, query.weights) {
      guard let row = row(of: term, in: record) else { continue }
      let first = row == Int(record.firstRow) ? 0 : Int(ends[row - 1])
      let factor = weight * step
      bound += Double(factor) * Double(largest[row])
      rows.append(
        ExactRow(
          documents: documents + first, weights: weights + first * weightSize,
          count: Int(ends[row]) - first, factor: factor))
    }
    // Each product and each sum may be rounded up.
    return Float(bound * (1 + Double(rows.count + 2) * 0x1p-23)).nextUp
  }

  /// Asks for the first postings of a row, which are read soon.
  @inline(__always)
  func fetch(_ row: ExactRow, bytes: Int) {
    ImpactScore.fetch(row.documents, count: min(2 * row.count, bytes))
    ImpactScore.fetch(row.weights, count: min(weightSize * row.count, bytes))
  }

  /// The row of a term in a range.
  private func row(of term: UInt32, in record: ExactLayout.RangeRecord) -> Int? {
    let first = Int(record.firstRow)
    let count = Int(record.rowCount)
    // In most ranges most terms occur: then a term's row is not far from its number.
    var low = max(0, min(count, count - (termCount - Int(term))))
    var high = min(count, Int(term) + 1)
    while low < high {
      let middle = (low + high) / 2
      if terms[first + middle] < term { low = middle + 1 } else { high = middle }
    }
    return low < count && terms[first + low] == term ? first + low : nil
  }
}

/// The vector of a query: terms ascending, and the weight of each.
struct ImpactQuery {
  let terms: ArraySlice<UInt32>
  let weights: ArraySlice<Float>

  /// A document's vector.
  init(_ document: ImpactTable.Row) {
    terms = Array(document.terms)[...]
    weights = Array(document.weights)[...]
  }

  /// The vector in a row.
  init(_ rows: ImpactRows, _ row: Int) {
    terms = rows.terms[rows.range(of: row)]
    weights = rows.weights[rows.range(of: row)]
  }
}
