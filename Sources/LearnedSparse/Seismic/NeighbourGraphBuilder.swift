// SPDX-License-Identifier: Apache-2.0

import Retrieval
import SparseRetrieval
import Synchronization

/// Writes the graph of documents' neighbours, which a Seismic index of the documents finds.
///
/// Documents are searched for by several threads; the file does not depend on how many. In memory is what
/// was found and not yet written.
struct NeighbourGraphBuilder {
  /// Terms of a document whose lists are looked at.
  private static let queryCut = 10
  /// The heap factor of these searches.
  private static let heapFactor: Float = 0.8
  /// Documents that a thread searches for at a time.
  private static let unitSize = 256

  let documents: DocumentImpacts
  let index: SeismicIndex
  /// Neighbours of each document, above 0.
  let width: Int
  let threads: Int

  /// Writes the file.
  func write(_ path: String) async throws {
    var header = NeighbourGraph.Header()
    header.documents = UInt64(documents.count)
    header.neighbours = UInt64(width)
    let file = try GraphFile(path, header)
    let queue = OrderedQueue<[UInt32]>()
    let next = NextUnit()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, threads) {
        group.addTask {
          let scratch = SeismicScratch(index)
          while true {
            let unit = next.take()
            let first = unit * Self.unitSize
            guard first < documents.count else { return }
            try Task.checkCancellation()
            let range = first..<min(first + Self.unitSize, documents.count)
            let found = try neighbours(of: range, scratch)
            try queue.add(found, at: unit) { try file.append($0) }
          }
        }
      }
      try await group.waitForAll()
    }
    try file.finish()
  }

  private func neighbours(of range: Range<Int>, _ scratch: SeismicScratch) throws -> [UInt32] {
    let search = SeismicSearch(
      index: index, k: min(width + 1, documents.count), queryCut: Self.queryCut,
      heapFactor: Self.heapFactor)
    var all: [UInt32] = []
    all.reserveCapacity(range.count * width)
    for document in range {
      let own = UInt32(truncatingIfNeeded: document)
      search.run(ImpactQuery(documents.vector(document)), scratch)
      let end = all.count + width
      scratch.top.drain { neighbour, _ in
        if neighbour != own, all.count < end { all.append(neighbour) }
      }
      all += repeatElement(own, count: end - all.count)
    }
    return all
  }
}

/// The file of a graph while threads append to it.
private final class GraphFile: Sendable {
  private let writer: Mutex<IndexFileWriter>

  init(_ path: String, _ header: NeighbourGraph.Header) throws(DataError) {
    var writer = try IndexFileWriter(path: path, kind: NeighbourGraph.kind)
    try writer.begin(NeighbourGraph.Section.header)
    try writer.append([header])
    try writer.begin(NeighbourGraph.Section.neighbours)
    self.writer = Mutex(writer)
  }

  func append(_ neighbours: [UInt32]) throws(DataError) {
    try writer.withLock { writer throws(DataError) in try writer.append(neighbours) }
  }

  func finish() throws(DataError) {
    try writer.withLock { writer throws(DataError) in try writer.finish() }
  }
}
