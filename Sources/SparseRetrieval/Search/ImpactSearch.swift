// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Finds the best `k` documents of a small collection by adding up scores that were computed
/// beforehand; the result is the one of ``ExhaustiveSearch``, bit for bit.
///
/// Every document has a sum of its own, so that adding a posting is one step, and the sums are read
/// once, against a threshold that rises.
struct ImpactSearch {
  /// Documents whose sums are compared with the same threshold: few at first, when it is low.
  private static let windowSizes = 64...1024

  let index: InvertedIndex
  let k: Int

  /// Leaves the best `k` documents in `scratch.top`; false, and nothing done, when the index has no
  /// impacts or sums may be rounded.
  func run(_ terms: [QueryTerm], _ scratch: SearchScratch) -> Bool {
    var range = ScoreRange()
    var known: Float = 0
    for term in terms {
      guard let impacts = index.impacts[term.field] else { return false }
      if term.boost == 1 {
        let list = impacts.list(term.row)
        range.add(lowest: impacts.lowest, highest: list.highest)
        if k <= 10 { known = max(known, list.tenth) }
      } else if let bounds = clause(term).bounds {
        range.add(lowest: bounds.lowest, highest: bounds.highest)
        known = max(known, bounds.ranked)
      }
    }
    guard range.isExact else { return false }
    let sums = scratch.reserveSums(index.documentCount)
    for term in terms { add(term, to: sums, scratch) }
    scratch.reserveCandidates(Self.windowSizes.upperBound)
    scratch.top.reset(k: k, lowest: known, highest: range.limit)
    pick(from: sums, scratch, into: &scratch.top)
    return true
  }

  private func clause(_ term: QueryTerm) -> Clause {
    Clause(field: index.fields[term.field], row: term.row, boost: term.boost, k: k)
  }

  private func add(
    _ term: QueryTerm, to sums: UnsafeMutablePointer<Double>, _ scratch: SearchScratch
  ) {
    if term.boost == 1, let list = index.impacts[term.field]?.list(term.row) {
      for posting in 0..<list.count {
        sums[Int(list.documents[posting])] += Double(list.scores[posting])
      }
    } else {
      var cursor = PostingCursor(clause(term), scratch.buffer(0))
      cursor.start(scratch)
      cursor.drain(scratch) { document, score in sums[Int(document)] += score }
    }
  }

  private func pick(
    from sums: UnsafeMutablePointer<Double>, _ scratch: SearchScratch,
    into top: inout TopDocuments
  ) {
    let candidates = scratch.candidates
    let end = Candidates.rounded(index.documentCount)
    var start = 0
    while start < end {
      let size = min(max(start, Self.windowSizes.lowerBound), Self.windowSizes.upperBound)
      let window = start..<min(start + size, end)
      // Documents without a term of the query have a sum of 0 and are never found.
      let least = max(Double(top.threshold.bound), .leastNormalMagnitude)
      let count = candidates.take(from: sums, window, least: least, with: scratch.set)
      for row in 0..<count {
        top.insert(candidates.documents[row], score: Float(candidates.sums[row]))
      }
      start = window.upperBound
    }
  }
}
