// SPDX-License-Identifier: Apache-2.0

import Kernels

/// Finds the best `k` documents without scoring all that have a query term; the result is the one
/// of ``ExhaustiveSearch``, bit for bit.
///
/// MaxScore (Turtle and Flood 1995) over lists split by impact: of a frequent term first only its
/// champions are looked at, documents in which it scores highest.
///
/// 1. Clauses that cannot lift a document over the threshold even together are not enumerated. The
///    threshold starts at the score that `k` postings of a single term reach, kept in the index.
/// 2. All documents of the other clauses' short lists, and all champions of the long ones, are
///    candidates. What they are known to score raises the threshold; those that cannot reach it are
///    dropped; the rest of their clauses is looked up.
/// 3. A document that has not been seen scores less than the sum of what non-champions can score.
///    Where that sum reaches the threshold, long lists are enumerated until it does not.
///
/// Sums of scores are exact (``ScoreRange``), so that the order of adding does not matter.
struct PrunedSearch {
  private let clauses: [Clause]
  private let bounds: [Clause.Bounds]
  private let k: Int
  private let documentCount: Int
  /// No document scores higher.
  private let highest: Float

  /// Nil when there is no list worth avoiding, and when pruning cannot give the same bits: no
  /// bounds, or sums that may be rounded.
  init?(clauses all: [Clause], k: Int, documentCount: Int) {
    // A clause of weight 0 changes no score; its documents matter only where others do not fill
    // the ranking.
    let clauses = all.filter { ($0.bounds?.highest ?? 1) > 0 }
    let bounds = clauses.compactMap(\.bounds)
    var range = ScoreRange()
    for bounds in bounds { range.add(lowest: bounds.lowest, highest: bounds.highest) }
    guard bounds.count == clauses.count, bounds.contains(where: \.isLong), range.isExact else {
      return nil
    }
    self.clauses = clauses
    self.bounds = bounds
    self.k = k
    self.documentCount = documentCount
    highest = range.limit
  }

  /// Leaves the best `k` documents in `scratch.top`; false when there are fewer than `k`, so that
  /// documents of other clauses may belong to them.
  func run(_ scratch: SearchScratch) -> Bool {
    let known = bounds.reduce(0) { max($0, $1.ranked) }
    scratch.top.reset(k: k, lowest: known, highest: highest)
    scratch.partialThreshold.reset(k: k, lowest: known, highest: highest)
    let plan = Plan(clauses, bounds, threshold: scratch.partialThreshold)
    let found = enumerate(plan, scratch)
    scratch.top.reset(k: k, lowest: scratch.partialThreshold.bound, highest: highest)
    let scored = complete(plan.lookedUp, candidates: found, scratch)
    insert(scored, scratch, into: &scratch.top)
    let rest = plan.remaining(after: scratch.top.threshold)
    if !rest.enumerated.isEmpty { enumerateRest(rest, scored: scored, scratch) }
    return scratch.top.count >= k
  }

  /// Collects the candidates of the short lists and champions, ascending, with their known scores.
  private func enumerate(_ plan: Plan, _ scratch: SearchScratch) -> Int {
    var cursors: [PostingCursor] = []
    var postings = 0
    for row in plan.full {
      cursors.append(PostingCursor(clauses[row], scratch.buffer(cursors.count)))
      postings += clauses[row].list.count
    }
    for row in plan.long {
      guard let champions = bounds[row].champions else { continue }
      cursors.append(
        PostingCursor(clauses[row], champions: champions, scratch.buffer(cursors.count)))
      postings += champions.count
    }
    scratch.reserveCandidates(min(postings, documentCount))
    let others = plan.lookedUp.reduce(0) { $0 + Double(bounds[$1].highest) }
    return collect(cursors, reaching: others, scratch, &scratch.partialThreshold)
  }

  /// Writes the candidates and returns their number.
  private func collect(
    _ cursors: [PostingCursor], reaching others: Double, _ scratch: SearchScratch,
    _ threshold: inout ScoreThreshold
  ) -> Int {
    let candidates = scratch.candidates
    var count = 0
    var scan = WindowScan(cursors, scratch)
    scan.run { document, sum in
      guard threshold.admits(Float(sum + others)) else { return }
      threshold.insert(Float(sum))
      candidates.documents[count] = document
      candidates.sums[count] = sum
      count &+= 1
    }
    return count
  }

  /// Looks up the given clauses for all candidates, so that their sums are complete.
  ///
  /// - Returns: How many candidates, moved to the front, can still be among the best.
  private func complete(_ rows: [Int], candidates: Int, _ scratch: SearchScratch) -> Int {
    var count = candidates
    var others = rows.reduce(0) { $0 + Double(bounds[$1].highest) }
    let candidates = scratch.candidates
    for row in rows.sorted(by: { bounds[$0].highest > bounds[$1].highest }) {
      count = candidates.keep(
        0..<count, scratch.top.threshold.limit(others: others), with: scratch.set)
      var probe = PostingProbe(clauses[row], scratch.buffer(0), scratch.packing)
      let chunk = scratch.buffer(1)
      for start in stride(from: 0, to: count, by: blockSize) {
        probe.add(
          candidates.documents + start, candidates.sums + start,
          count: min(blockSize, count &- start), chunk, scratch.set)
      }
      others -= Double(bounds[row].highest)
    }
    return candidates.keep(
      0..<count, scratch.top.threshold.limit(others: 0), with: scratch.set)
  }

  private func insert(_ count: Int, _ scratch: SearchScratch, into top: inout TopDocuments) {
    let candidates = scratch.candidates
    for row in 0..<count {
      top.insert(candidates.documents[row], score: Float(candidates.sums[row]))
    }
  }

  /// Enumerates long lists for documents that no short list and no champion led to.
  ///
  /// - Parameters:
  ///   - rest: What to enumerate and what to look up.
  ///   - scored: The number of candidates that are in `scratch.top` already.
  ///   - scratch: Where the candidates are.
  private func enumerateRest(_ rest: Plan.Remaining, scored: Int, _ scratch: SearchScratch) {
    let marks = scratch.reserveMarks(documentCount)
    let known = UnsafeBufferPointer(start: scratch.candidates.documents, count: scored)
    let seen = Array(known)
    for document in seen { marks[Int(document >> 6)] |= 1 << UInt64(document & 63) }
    defer { for document in seen { marks[Int(document >> 6)] = 0 } }
    let postings = rest.enumerated.reduce(0) { $0 + clauses[$1].list.count }
    scratch.reserveCandidates(min(postings, documentCount))
    var count = collectRest(rest, scratch)
    count = complete(rest.lookedUp, candidates: count, scratch)
    let candidates = scratch.candidates
    var unseen = 0
    for row in 0..<count {
      let document = candidates.documents[row]
      candidates.documents[unseen] = document
      candidates.sums[unseen] = candidates.sums[row]
      unseen &+= marks[Int(document >> 6)] &>> UInt64(document & 63) & 1 == 0 ? 1 : 0
    }
    insert(unseen, scratch, into: &scratch.top)
  }

  private func collectRest(_ rest: Plan.Remaining, _ scratch: SearchScratch) -> Int {
    let candidates = scratch.candidates
    let limit = scratch.top.threshold.limit(others: rest.others)
    if rest.enumerated.count == 1 {
      let clause = clauses[rest.enumerated[0]]
      return PostingCursor(clause, scratch.buffer(0)).collect(candidates, limit, scratch) {
        scratch.top.threshold.admits(Float(Double(clause.score(product: $0)) + rest.others))
      }
    }
    var count = 0
    var scan = WindowScan(
      rest.enumerated.enumerated().map { PostingCursor(clauses[$1], scratch.buffer($0)) }, scratch)
    scan.run { document, sum in
      candidates.documents[count] = document
      candidates.sums[count] = sum
      count &+= 1
    }
    return candidates.keep(0..<count, limit, with: scratch.set)
  }
}
