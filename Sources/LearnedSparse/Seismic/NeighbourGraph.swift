// SPDX-License-Identifier: Apache-2.0

import Retrieval
import SparseRetrieval

/// A mapped graph of documents: those with the highest inner products with each.
///
/// `@unchecked Sendable`: points into a mapping that is never written to and that ``file`` keeps.
final class NeighbourGraph: @unchecked Sendable {
  enum Section: Int, CaseIterable {
    /// One ``Header``.
    case header
    /// So many a document, the nearest first; a document that has fewer is its own neighbour.
    case neighbours
  }

  static let kind = IndexFileKind(
    name: "bench graph", version: 1, sectionCount: Section.allCases.count)

  struct Header {
    var documents: UInt64 = 0
    /// Neighbours of each document, above 0.
    var neighbours: UInt64 = 0
  }

  /// Neighbours of each document.
  let width: Int
  private let file: IndexFile
  private let neighbours: UnsafeBufferPointer<UInt32>

  /// Maps and checks a graph of so many documents.
  ///
  /// - Throws: ``DataError`` when the file is missing, cut short or damaged.
  init(_ path: String, documents count: Int) throws(DataError) {
    file = try IndexFile(path: path, kind: Self.kind)
    let headers: UnsafeBufferPointer<Header> = try file.elements(Section.header)
    neighbours = try file.elements(Section.neighbours)
    guard headers.count == 1, let width = Int(exactly: headers[0].neighbours), width > 0,
      headers[0].documents == UInt64(count),
      neighbours.count.isMultiple(of: width), neighbours.count / width == count,
      neighbours.allSatisfy({ Int($0) < count })
    else { throw file.damaged("neighbours of other documents than the index has") }
    self.width = width
  }

  /// Bytes of the file.
  var sizeOnDisk: Int { file.size }

  /// The nearest `count` documents of one.
  @inline(__always)
  func neighbours(of document: UInt32, count: Int) -> UnsafeBufferPointer<UInt32> {
    let first = Int(document) * width
    return UnsafeBufferPointer(rebasing: neighbours[first..<(first + min(count, width))])
  }
}
