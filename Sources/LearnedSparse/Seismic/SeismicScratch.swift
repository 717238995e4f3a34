// SPDX-License-Identifier: Apache-2.0

import Kernels
import SparseRetrieval

/// Working memory of one search at a time, kept between searches.
///
/// `@unchecked Sendable`: an index lends it to one search at a time.
final class SeismicScratch: @unchecked Sendable {
  let set: InstructionSet
  let isVectorised: Bool
  var top = TopDocuments()
  /// What each term's weight, or code, is multiplied by; 0 for terms that the query has not.
  let factors: UnsafeMutablePointer<Float>
  let filter: UnsafeMutablePointer<UInt8>
  /// One bit a document, set where it was looked at; all 0 between searches.
  let visited: UnsafeMutablePointer<UInt64>
  /// What the summaries of a part's blocks promise; all 0 between parts.
  let sums: UnsafeMutablePointer<Float>
  /// What is read of the summaries of all parts.
  var probes: [SummaryProbe] = []
  /// Parts of the lists, and where the probes of each end.
  var parts: [(part: UInt32, end: Int)] = []
  /// Blocks of all lists with what their summaries promise.
  var promises: [Float] = []
  var blocks: [UInt32] = []
  var order: [UInt32] = []
  /// Documents that were looked at.
  var seen: [UInt32] = []
  /// The best documents, whose neighbours are looked at.
  var best: [UInt32] = []
  private let termCount: Int

  init(_ index: SeismicIndex, _ set: InstructionSet = .best) {
    self.set = set
    isVectorised = set == .avx512 && ImpactScore.isVectorised
    termCount = index.termCount
    factors = .allocate(capacity: max(1, termCount))
    factors.initialize(repeating: 0, count: max(1, termCount))
    filter = .allocate(capacity: ImpactScore.filterSize)
    filter.initialize(repeating: 0, count: ImpactScore.filterSize)
    let words = (index.documentCount + 63) / 64
    visited = .allocate(capacity: words)
    visited.initialize(repeating: 0, count: words)
    sums = .allocate(capacity: SeismicLayout.mostBlocks)
    sums.initialize(repeating: 0, count: SeismicLayout.mostBlocks)
  }

  deinit {
    factors.deallocate()
    filter.deallocate()
    visited.deallocate()
    sums.deallocate()
  }

  /// Takes a query, of which all terms are terms of the index.
  func begin(_ query: ImpactQuery, step: Float) {
    for (term, weight) in zip(query.terms, query.weights) where Int(term) < termCount {
      factors[Int(term)] = weight * step
      ImpactScore.mark(term, in: filter)
    }
  }

  /// Forgets the query and what was looked at for it.
  func end(_ query: ImpactQuery) {
    for term in query.terms where Int(term) < termCount { factors[Int(term)] = 0 }
    filter.update(repeating: 0, count: ImpactScore.filterSize)
    for document in seen { visited[Int(document >> 6)] = 0 }
    seen.removeAll(keepingCapacity: true)
    probes.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    promises.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
  }

  /// Whether a document was not looked at before; it is now.
  @inline(__always)
  func visit(_ document: UInt32) -> Bool {
    let bit: UInt64 = 1 << UInt64(document & 63)
    let word = Int(document >> 6)
    guard visited[word] & bit == 0 else { return false }
    visited[word] |= bit
    seen.append(document)
    return true
  }
}
