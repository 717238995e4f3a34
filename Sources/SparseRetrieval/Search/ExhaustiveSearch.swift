// SPDX-License-Identifier: Apache-2.0

/// Scores every document that has a query term, clauses in query order: the definition of what the
/// faster search must return.
struct ExhaustiveSearch {
  let clauses: [Clause]
  let k: Int

  /// Leaves the best `k` documents in `scratch.top`.
  func run(_ scratch: SearchScratch) {
    scratch.top.reset(k: k, lowest: 0, highest: highest)
    let cursors = clauses.enumerated().map { PostingCursor($1, scratch.buffer($0)) }
    var scan = WindowScan(cursors, scratch)
    scan.run { document, sum in scratch.top.insert(document, score: Float(sum)) }
  }

  /// A score that no document exceeds by much; only the fineness of the threshold depends on it.
  private var highest: Float {
    clauses.reduce(0) { $0 + ($1.bounds?.highest ?? 16) }
  }
}
