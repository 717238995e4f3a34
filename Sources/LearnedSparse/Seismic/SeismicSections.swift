// SPDX-License-Identifier: Apache-2.0

import Retrieval
import SparseRetrieval

/// The sections of a Seismic index, and what must hold between them.
struct SeismicSections {
  let places: UnsafeBufferPointer<SeismicLayout.VectorPlace>
  let vectors: UnsafeRawBufferPointer
  let lists: UnsafeBufferPointer<UInt32>
  let parts: UnsafeBufferPointer<SeismicLayout.PartRecord>
  let blocks: UnsafeBufferPointer<UInt32>
  let scales: UnsafeBufferPointer<Float>
  let documents: UnsafeBufferPointer<UInt32>
  let groups: UnsafeBufferPointer<SeismicLayout.GroupRecord>
  let entries: UnsafeRawBufferPointer

  init(_ file: IndexFile) throws(DataError) {
    places = try file.elements(SeismicLayout.Section.places)
    vectors = file.section(SeismicLayout.Section.vectors.rawValue)
    lists = try file.elements(SeismicLayout.Section.lists)
    parts = try file.elements(SeismicLayout.Section.parts)
    blocks = try file.elements(SeismicLayout.Section.blocks)
    scales = try file.elements(SeismicLayout.Section.scales)
    documents = try file.elements(SeismicLayout.Section.documents)
    groups = try file.elements(SeismicLayout.Section.groups)
    entries = file.section(SeismicLayout.Section.entries.rawValue)
  }

  /// Checks every position, so that a search need not.
  func check(
    _ file: IndexFile, _ header: SeismicLayout.Header, _ shape: SeismicLayout.VectorShape
  ) throws(DataError) {
    let count = Int(header.documents)
    guard places.count == count, UInt64(lists.count) == header.terms + 1,
      documents.count == Int(header.postings), blocks.count == scales.count + 1,
      entries.count.isMultiple(of: SeismicLayout.entrySize)
    else { throw file.damaged("sections that do not fit together") }
    guard holdsVectors(shape, below: UInt64(header.terms)) else {
      throw file.damaged("a vector that is outside of the file, or of terms that are not there")
    }
    guard holdsWeights(shape, upTo: header.largest) else {
      throw file.damaged("a weight below 0 or above the largest")
    }
    guard blocks[0] == 0, Int(blocks[scales.count]) == documents.count,
      (0..<scales.count).allSatisfy({ blocks[$0] <= blocks[$0 + 1] && scales[$0] > 0 }),
      documents.allSatisfy({ Int($0) < count })
    else { throw file.damaged("blocks of documents that are not in the collection") }
    guard lists[0] == 0, Int(lists[lists.count - 1]) == parts.count,
      zip(lists, lists.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw file.damaged("lists of parts that are not there") }
    var position = SeismicLayout.PartRecord()
    for part in parts {
      guard holds(part, at: &position) else {
        throw file.damaged("a list whose parts are outside of the file")
      }
    }
  }

  private func holdsVectors(_ shape: SeismicLayout.VectorShape, below termCount: UInt64) -> Bool {
    for place in places {
      let size = shape.size(place.count)
      guard place.offset <= vectors.count, size <= vectors.count - place.offset else {
        return false
      }
      let start = place.offset + shape.termOffset(place.count)
      for term in 0..<place.count {
        let value =
          shape.isShort
          ? UInt64(vectors.loadUnaligned(fromByteOffset: start + 2 * term, as: UInt16.self))
          : UInt64(vectors.loadUnaligned(fromByteOffset: start + 4 * term, as: UInt32.self))
        guard value < termCount else { return false }
      }
    }
    return true
  }

  /// Whether all weights of the vectors, which are inside of the file, are between 0 and `largest`.
  private func holdsWeights(_ shape: SeismicLayout.VectorShape, upTo largest: Float) -> Bool {
    for place in places {
      let start = place.offset + shape.weightOffset(place.count)
      for weight in 0..<place.count {
        let value =
          shape.weights == .int8
          ? Float(vectors[start + weight])
          : vectors.loadUnaligned(fromByteOffset: start + 4 * weight, as: Float.self)
        guard value >= 0 && value <= largest else { return false }
      }
    }
    return true
  }

  /// Whether a part lies where those before it end, and all of its entries are in its blocks.
  private func holds(
    _ part: SeismicLayout.PartRecord, at position: inout SeismicLayout.PartRecord
  ) -> Bool {
    guard part.firstBlock == position.firstBlock, part.firstGroup == position.firstGroup,
      part.firstEntry == position.firstEntry, part.blockCount <= SeismicLayout.mostBlocks,
      part.shift <= SeismicLayout.largestShift
    else { return false }
    position.firstBlock += UInt64(part.blockCount)
    position.firstGroup += UInt64(part.groupCount)
    guard position.firstBlock <= UInt64(scales.count), position.firstGroup <= UInt64(groups.count)
    else { return false }
    var (previous, end) = (-1, UInt32(0))
    let all = UInt64(entries.count / SeismicLayout.entrySize)
    for row in Int(part.firstGroup)..<Int(position.firstGroup) {
      let group = groups[row]
      guard Int(group.number) > previous, group.end >= end,
        part.firstEntry <= all, UInt64(group.end) <= all - part.firstEntry,
        holds(entries: Int(part.firstEntry) + Int(end), Int(group.end - end), of: part)
      else { return false }
      (previous, end) = (Int(group.number), group.end)
    }
    position.firstEntry += UInt64(end)
    return true
  }

  /// Whether the entries of a group ascend by term and are in blocks of the part.
  private func holds(
    entries first: Int, _ count: Int, of part: SeismicLayout.PartRecord
  ) -> Bool {
    let start = first * SeismicLayout.entrySize
    let terms = entries[start..<(start + count)]
    let blocks = entries[(start + count)..<(start + 2 * count)]
    return zip(terms, terms.dropFirst()).allSatisfy { $0 <= $1 }
      && terms.last.map { Int($0) < 1 << Int(part.shift) } ?? true
      && blocks.allSatisfy { $0 < part.blockCount }
  }
}
