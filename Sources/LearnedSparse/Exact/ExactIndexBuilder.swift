// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import SparseRetrieval

/// Writes the file of an exact index: turns rows of documents into rows of terms, range by range.
///
/// In memory is one range at a time.
struct ExactIndexBuilder {
  let documents: DocumentImpacts
  let weights: ImpactStorage.Weights
  /// Documents of a range.
  var rangeSize = ExactLayout.rangeSize

  /// Writes the file; its temporary files lie in `folder`.
  func write(_ path: String, folder: String) throws {
    var writer = try IndexFileWriter(path: path, kind: ExactLayout.kind)
    var transposition = Transposition(termCount: documents.table.termCount)
    let codec = WeightCodec(largest: documents.table.largest)
    var records: [ExactLayout.RangeRecord] = []
    var terms = Spool(folder: folder, capacity: 1 << 22)
    var ends = Spool(folder: folder, capacity: 1 << 22)
    var largest = Spool(folder: folder, capacity: 1 << 22)
    var (rows, position, postings) = (0, 0, 0)
    try writer.begin(ExactLayout.Section.postings)
    for first in stride(from: 0, to: documents.count, by: rangeSize) {
      try Task.checkCancellation()
      let range = first..<min(first + rangeSize, documents.count)
      try transposition.transpose(documents, range)
      records.append(
        ExactLayout.RangeRecord(
          firstRow: UInt64(rows), rowCount: UInt64(transposition.terms.count),
          postings: UInt64(position), postingCount: UInt64(transposition.documents.count)))
      try terms.append(transposition.terms)
      try ends.append(transposition.ends)
      try largest.append(
        transposition.largest.map { weights == .int8 ? Float(codec.code($0)) : $0 })
      position += try append(transposition.documents, to: &writer)
      switch weights {
      case .float32: position += try append(transposition.weights, to: &writer)
      case .int8: position += try append(transposition.weights.map(codec.code), to: &writer)
      }
      rows += transposition.terms.count
      postings += transposition.documents.count
    }
    try writer.begin(ExactLayout.Section.ranges)
    try writer.append(records)
    try writer.begin(ExactLayout.Section.terms)
    try writer.append(&terms)
    try writer.begin(ExactLayout.Section.ends)
    try writer.append(&ends)
    try writer.begin(ExactLayout.Section.largest)
    try writer.append(&largest)
    try writer.begin(ExactLayout.Section.header)
    try writer.append([
      ExactLayout.Header(
        documents: UInt64(documents.count), postings: UInt64(postings),
        terms: UInt64(documents.table.termCount), step: weights == .int8 ? codec.step : 0,
        rangeSize: UInt32(rangeSize))
    ])
    try writer.finish()
  }

  /// Writes some elements and zeros up to the next aligned place; returns how many bytes.
  private func append<Element: BitwiseCopyable>(
    _ elements: [Element], to writer: inout IndexFileWriter
  ) throws(DataError) -> Int {
    let size = elements.count * MemoryLayout<Element>.stride
    try writer.append(elements)
    try writer.append([UInt8](repeating: 0, count: ExactLayout.aligned(size) - size))
    return ExactLayout.aligned(size)
  }
}

/// Rows of documents as rows of terms, by counting.
struct Transposition {
  /// The terms that occur, ascending.
  private(set) var terms: [UInt32] = []
  /// Where the postings of each end.
  private(set) var ends: [UInt32] = []
  /// The largest weight of each.
  private(set) var largest: [Float] = []
  /// Documents of all postings, counted from the first of the range, ascending within a term.
  private(set) var documents: [UInt16] = []
  private(set) var weights: [Float] = []
  /// By term, how many postings it has, then where the next goes; all 0 in between.
  private var places: [UInt32]

  init(termCount: Int) { places = [UInt32](repeating: 0, count: termCount) }

  /// Takes the vectors of some documents, at most ``ExactLayout/rangeSize``.
  ///
  /// - Throws: `.malformed` for more postings than one range can have.
  mutating func transpose(
    _ documents: DocumentImpacts, _ range: Range<Int>
  ) throws(DataError) {
    var count = 0
    for document in range {
      let row = documents.vector(document)
      for term in row.terms { places[Int(term)] += 1 }
      count += row.terms.count
    }
    guard UInt32(exactly: count) != nil else {
      throw DataError(
        .malformed, file: "corpus",
        "has \(count) terms in \(range.count) documents, expected fewer than 2^32",
        fix: "prune the documents' vectors")
    }
    layOut()
    self.documents = [UInt16](repeating: 0, count: count)
    weights = [Float](repeating: 0, count: count)
    for document in range {
      let row = documents.vector(document)
      let local = UInt16(truncatingIfNeeded: document - range.lowerBound)
      for (term, weight) in zip(row.terms, row.weights) {
        let place = Int(places[Int(term)])
        self.documents[place] = local
        weights[place] = weight
        places[Int(term)] += 1
      }
    }
    documents.release(range)
    largest.removeAll(keepingCapacity: true)
    var start = 0
    for (row, term) in terms.enumerated() {
      largest.append(weights[start..<Int(ends[row])].reduce(0, max))
      start = Int(ends[row])
      places[Int(term)] = 0
    }
  }

  /// Turns counts into starts.
  private mutating func layOut() {
    terms.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var end: UInt32 = 0
    for term in places.indices where places[term] > 0 {
      let count = places[term]
      places[term] = end
      end += count
      terms.append(UInt32(term))
      ends.append(end)
    }
  }
}
