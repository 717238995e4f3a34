// SPDX-License-Identifier: Apache-2.0

/// Numbers of documents in corpus order, whichever thread read them.
struct DocumentNumbering: Sendable {
  /// Documents of a partial index from `first` on have `shift` added (modulo 2³²).
  struct Segment {
    var first: UInt32
    var shift: UInt32
  }

  /// Documents in corpus order: runs of neighbours in one partial index.
  struct Run {
    var partial: Int
    var range: Range<Int>
  }

  /// The number of documents.
  let count: Int
  /// Corpus order.
  let runs: [Run]
  /// How each partial index's numbers become the corpus's.
  let segments: [[Segment]]

  init(_ partials: [PartialIndex]) {
    let batches = partials.enumerated().flatMap { partial, index in
      index.batches.map { (partial: partial, batch: $0) }
    }
    var count = 0
    var runs: [Run] = []
    var segments = [[Segment]](repeating: [], count: partials.count)
    for (partial, batch) in batches.sorted(by: { $0.batch.ordinal < $1.batch.ordinal }) {
      runs.append(Run(partial: partial, range: batch.first..<(batch.first + batch.count)))
      segments[partial].append(
        Segment(
          first: UInt32(batch.first),
          shift: UInt32(truncatingIfNeeded: count) &- UInt32(batch.first)))
      count += batch.count
    }
    precondition(count < Int(UInt32.max), "an index holds at most 2^32 - 2 documents")
    self.count = count
    self.runs = runs
    self.segments = segments
  }
}
