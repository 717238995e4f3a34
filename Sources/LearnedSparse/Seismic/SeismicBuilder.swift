// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import SparseRetrieval

/// Writes the file of a Seismic index.
///
/// Lists are built by several threads, some terms at a time; the file does not depend on how many.
/// The postings of some terms are in memory at a time, as many as ``memory`` allows.
struct SeismicBuilder {
  /// Weights of a document that decide its block.
  private static let headSize = 15
  /// Postings of the terms that a thread works on at a time.
  private static let unitSize = 1 << 16
  /// Bytes of a posting while lists are made.
  private static let postingSize = 8

  let documents: DocumentImpacts
  let weights: ImpactStorage.Weights
  let options: SeismicOptions
  let threads: Int
  /// Bytes that postings should take at most.
  var memory = 1 << 29

  /// Writes the file; its temporary files lie in `folder`.
  func write(_ path: String, folder: String) async throws {
    let codec = WeightCodec(largest: documents.table.largest)
    let spools = SeismicSpools(folder: folder)
    try await buildLists(into: spools, folder: folder)
    var writer = try IndexFileWriter(path: path, kind: SeismicLayout.kind)
    try writeVectors(codec, to: &writer)
    let postings = try spools.copy(to: &writer)
    try writer.begin(SeismicLayout.Section.header)
    let largest = documents.table.largest
    try writer.append([
      SeismicLayout.Header(
        documents: UInt64(documents.count), postings: UInt64(postings),
        terms: UInt64(documents.table.termCount),
        largest: weights == .int8 ? Float(codec.code(largest)) : largest,
        step: weights == .int8 ? codec.step : 0)
    ])
    try writer.finish()
  }

  private func writeVectors(
    _ codec: WeightCodec, to writer: inout IndexFileWriter
  ) throws {
    let shape = SeismicLayout.VectorShape(termCount: documents.table.termCount, weights)
    var places: [SeismicLayout.VectorPlace] = []
    var bytes: [UInt8] = []
    var unit = 0
    try writer.begin(SeismicLayout.Section.vectors)
    for document in 0..<documents.count {
      let row = documents.vector(document)
      let count = row.terms.count
      guard count <= SeismicLayout.VectorPlace.mostTerms else {
        throw DataError(
          .malformed, file: "corpus",
          "has a document with \(count) terms, expected at most "
            + "\(SeismicLayout.VectorPlace.mostTerms)", fix: "prune the documents' vectors")
      }
      places.append(SeismicLayout.VectorPlace(unit: unit, count: count))
      let start = bytes.count
      if weights == .float32 { row.weights.withBytes { bytes += $0 } }
      if shape.isShort {
        for term in row.terms {
          bytes.append(UInt8(truncatingIfNeeded: term))
          bytes.append(UInt8(truncatingIfNeeded: term >> 8))
        }
      } else {
        row.terms.withBytes { bytes += $0 }
      }
      if weights == .int8 { bytes += row.weights.lazy.map(codec.code) }
      bytes += repeatElement(0, count: shape.size(count) - (bytes.count - start))
      unit += shape.size(count) / 4
      if bytes.count >= 1 << 22 {
        try Task.checkCancellation()
        try writer.append(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try writer.append(bytes)
    try writer.begin(SeismicLayout.Section.places)
    try writer.append(places)
  }

  private func buildLists(into spools: SeismicSpools, folder: String) async throws {
    let heads = try makeHeads(folder: folder)
    var counts = [Int](repeating: 0, count: documents.table.termCount)
    for document in 0..<documents.count {
      for term in documents.vector(document).terms { counts[Int(term)] += 1 }
    }
    let limit = max(1, memory / Self.postingSize)
    var first = 0
    while first < counts.count {
      var (end, postings) = (first, 0)
      while end < counts.count, end == first || postings + counts[end] <= limit {
        postings += counts[end]
        end += 1
      }
      try await build(first..<end, counts, postings, heads, into: spools)
      first = end
    }
  }

  /// The largest weights of every document.
  private func makeHeads(folder: String) throws -> ImpactTable {
    var writer = ImpactTableWriter(folder: folder)
    var rows = ImpactRows()
    for document in 0..<documents.count {
      let row = documents.vector(document)
      let kept = row.terms.indices
        .sorted { (row.weights[$0], $1) > (row.weights[$1], $0) }
        .prefix(Self.headSize).sorted()
      try rows.append(terms: kept.map { row.terms[$0] }, weights: kept.map { row.weights[$0] })
      if rows.count == 1 << 14 {
        try Task.checkCancellation()
        try writer.append(rows)
        rows.removeAll()
      }
    }
    try writer.append(rows)
    return try writer.finish()
  }

  /// Builds the lists of some terms, of which all postings are held at once.
  private func build(
    _ terms: Range<Int>, _ counts: [Int], _ postings: Int, _ heads: ImpactTable,
    into spools: SeismicSpools
  ) async throws {
    let lists = PostingsOfTerms(documents, terms, counts, postings)
    var units: [Range<Int>] = []
    var (first, size) = (terms.lowerBound, 0)
    for term in terms {
      size += counts[term]
      if size >= Self.unitSize || term == terms.upperBound - 1 {
        units.append(first..<(term + 1))
        (first, size) = (term + 1, 0)
      }
    }
    let queue = OrderedQueue<SeismicLists>()
    let (next, all) = (NextUnit(), units)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, threads) {
        group.addTask {
          var builder = SeismicListBuilder(documents, heads: heads, options)
          while true {
            let unit = next.take()
            guard unit < all.count else { return }
            try Task.checkCancellation()
            var built = SeismicLists()
            for term in all[unit] {
              let range = lists.range(of: term)
              builder.add(
                UInt32(term), lists.documents[range], lists.weights[range], to: &built)
            }
            try queue.add(built, at: unit) { try spools.append($0) }
          }
        }
      }
      try await group.waitForAll()
    }
  }
}

/// All postings of some terms, in the order of documents.
private struct PostingsOfTerms: Sendable {
  private let first: Int
  private var ends: [Int]
  private(set) var documents: [UInt32]
  private(set) var weights: [Float]

  init(_ impacts: DocumentImpacts, _ terms: Range<Int>, _ counts: [Int], _ postings: Int) {
    first = terms.lowerBound
    var places: [Int] = []
    var end = 0
    for term in terms {
      places.append(end)
      end += counts[term]
    }
    documents = [UInt32](repeating: 0, count: postings)
    weights = [Float](repeating: 0, count: postings)
    for document in 0..<impacts.count {
      let row = impacts.vector(document)
      for place in 0..<row.terms.count where terms.contains(Int(row.terms[place])) {
        let term = Int(row.terms[place]) - first
        documents[places[term]] = UInt32(truncatingIfNeeded: document)
        weights[places[term]] = row.weights[place]
        places[term] += 1
      }
    }
    ends = places
  }

  /// Where the postings of a term lie.
  func range(of term: Int) -> Range<Int> {
    (term == first ? 0 : ends[term - first - 1])..<ends[term - first]
  }
}

extension UnsafeBufferPointer {
  fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    body(UnsafeRawBufferPointer(self))
  }
}
