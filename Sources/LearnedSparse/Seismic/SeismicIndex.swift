// SPDX-License-Identifier: Apache-2.0

import Formats
import Kernels
import Retrieval
import SparseRetrieval

/// A mapped Seismic index.
///
/// `@unchecked Sendable`: points into a mapping that is never written to and that ``file`` keeps.
final class SeismicIndex: @unchecked Sendable {
  let documentCount: Int
  let postingCount: Int
  let termCount: Int
  let blockCount: Int
  /// Entries of all summaries.
  let entryCount: Int
  /// The largest weight, as the index has it.
  let largest: Float
  /// What a code is worth; 1 where weights are floats.
  let step: Float
  let shape: SeismicLayout.VectorShape
  let places: UnsafePointer<SeismicLayout.VectorPlace>
  let vectors: UnsafeRawPointer
  let lists: UnsafePointer<UInt32>
  let parts: UnsafePointer<SeismicLayout.PartRecord>
  let blocks: UnsafePointer<UInt32>
  let scales: UnsafePointer<Float>
  let documents: UnsafePointer<UInt32>
  let groups: UnsafePointer<SeismicLayout.GroupRecord>
  let entries: UnsafePointer<UInt8>
  private let file: IndexFile

  /// Maps and checks an index.
  ///
  /// - Throws: ``DataError`` when the file is missing, cut short or damaged.
  init(_ path: String) throws(DataError) {
    let file = try IndexFile(path: path, kind: SeismicLayout.kind)
    self.file = file
    let headers: UnsafeBufferPointer<SeismicLayout.Header> = try file.elements(
      SeismicLayout.Section.header)
    guard headers.count == 1, let header = headers.first,
      (1...Int(UInt32.max)).contains(Int(clamping: header.documents)),
      let postings = Int(exactly: header.postings), let terms = Int(exactly: header.terms),
      header.step >= 0, header.step.isFinite, header.largest >= 0, header.largest.isFinite
    else { throw file.damaged("no header of an index") }
    documentCount = Int(header.documents)
    postingCount = postings
    termCount = terms
    largest = header.largest
    step = header.step > 0 ? header.step : 1
    shape = SeismicLayout.VectorShape(termCount: terms, header.step > 0 ? .int8 : .float32)
    let sections = try SeismicSections(file)
    try sections.check(file, header, shape)
    blockCount = sections.scales.count
    entryCount = sections.entries.count / SeismicLayout.entrySize
    // Sections are never without an address: bytes of zeros follow each.
    guard let places = sections.places.baseAddress, let blocks = sections.blocks.baseAddress,
      let vectors = sections.vectors.baseAddress, let scales = sections.scales.baseAddress,
      let documents = sections.documents.baseAddress, let lists = sections.lists.baseAddress,
      let parts = sections.parts.baseAddress, let groups = sections.groups.baseAddress,
      let entries = sections.entries.baseAddress
    else { throw file.damaged("a section that is not there") }
    self.places = places
    self.vectors = vectors
    self.blocks = blocks
    self.scales = scales
    self.documents = documents
    self.lists = lists
    self.parts = parts
    self.groups = groups
    self.entries = entries.assumingMemoryBound(to: UInt8.self)
  }

  /// Bytes of the file.
  var sizeOnDisk: Int { file.size }

  /// The inner product of a document and the query whose factors are given.
  @inline(__always)
  func score(
    _ document: Int, filter: UnsafePointer<UInt8>, factors: UnsafePointer<Float>,
    isVectorised: Bool
  ) -> Float {
    let place = places[document]
    let start = vectors + place.offset
    let count = place.count
    return ImpactScore.score(
      start + shape.termOffset(count), start + shape.weightOffset(count), count: count,
      shape.stored, filter: filter, factors: factors, isVectorised: isVectorised)
  }

  /// Asks for the vector of a document, which is read soon.
  @inline(__always)
  func fetch(_ document: Int) {
    let place = places[document]
    ImpactScore.fetch(vectors + place.offset, count: shape.size(place.count))
  }
}
