// SPDX-License-Identifier: Apache-2.0

/// Numbers of documents in corpus order, whichever thread read them.
struct DocumentNumbering: Sendable {
  /// Documents of a partial index from `first` on have `shift` added (modulo 2³²).
  private struct Segment {
    var first: UInt32
    var shift: UInt32
  }

  /// Documents in corpus order: a batch of one partial index.
  struct Run {
    var partial: Int
    var range: Range<Int>
  }

  /// The number of documents.
  let count: Int
  /// Corpus order.
  let runs: [Run]
  /// How each partial index's numbers become the corpus's.
  private let segments: [[Segment]]

  /// The numbering of at most ``IndexLayout/largestDocumentCount`` documents.
  init(_ partials: [any PartialIndex]) {
    let batches = partials.enumerated().flatMap { partial, index in
      index.batches.map { (partial: partial, batch: $0) }
    }
    var count = 0
    var runs: [Run] = []
    var segments = [[Segment]](repeating: [], count: partials.count)
    for (partial, batch) in batches.sorted(by: { $0.batch.ordinal < $1.batch.ordinal }) {
      runs.append(Run(partial: partial, range: batch.first..<(batch.first + batch.count)))
      let shift = UInt32(truncatingIfNeeded: count) &- UInt32(batch.first)
      if segments[partial].last?.shift != shift {
        segments[partial].append(Segment(first: UInt32(batch.first), shift: shift))
      }
      count += batch.count
    }
    self.count = count
    self.runs = runs
    self.segments = segments
  }

  /// Gives ascending documents of a partial index their numbers in the corpus.
  func renumber(_ documents: UnsafeMutableBufferPointer<UInt32>, of partial: Int) {
    segments[partial].withUnsafeBufferPointer { segments in
      var row = 0
      while row < documents.count {
        let segment = Self.segment(of: documents[row], in: segments)
        let end = segment + 1 < segments.count ? segments[segment + 1].first : .max
        let shift = segments[segment].shift
        while row < documents.count, documents[row] < end {
          documents[row] &+= shift
          row &+= 1
        }
      }
    }
  }

  /// The last segment that does not start behind `document`.
  private static func segment(
    of document: UInt32, in segments: UnsafeBufferPointer<Segment>
  ) -> Int {
    var low = 0
    var high = segments.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].first <= document { low = middle } else { high = middle }
    }
    return low
  }
}
