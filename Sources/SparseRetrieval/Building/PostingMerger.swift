// SPDX-License-Identifier: Apache-2.0

/// Brings the postings of a term from all partial indexes together, in corpus order.
struct PostingMerger {
  private let sources: [SealedPostings]
  private let numbering: DocumentNumbering
  private var documents: [UInt32] = []
  private var frequencies: [UInt32] = []
  private var otherDocuments: [UInt32] = []
  private var otherFrequencies: [UInt32] = []
  /// Where the part of each partial index ends.
  private var ends: [Int] = []

  init(sources: [SealedPostings], numbering: DocumentNumbering) {
    self.sources = sources
    self.numbering = numbering
  }

  /// Calls `body` with all postings of the term that has the given number in each partial index.
  mutating func withPostings(
    _ members: ArraySlice<UInt32>,
    _ body: (
      _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>,
      _ occurrences: Int
    ) -> Void
  ) {
    var count = 0
    var occurrences = 0
    for (source, member) in zip(sources, members) where member != MergedVocabulary.absent {
      count += source.accumulator.documentFrequency(member)
      occurrences += source.accumulator.collectionFrequency(member)
    }
    guard count > 0 else { return }
    reserve(count)
    collect(members)
    while ends.count > 1 { mergeNeighbours() }
    documents.withUnsafeBufferPointer { documents in
      frequencies.withUnsafeBufferPointer { frequencies in
        body(
          .init(rebasing: documents[..<count]), .init(rebasing: frequencies[..<count]), occurrences)
      }
    }
  }

  private mutating func reserve(_ count: Int) {
    guard documents.count < count else { return }
    let size = max(count, documents.count * 2)
    documents = [UInt32](repeating: 0, count: size)
    frequencies = documents
    if sources.count > 1 {
      otherDocuments = documents
      otherFrequencies = documents
    }
  }

  private mutating func collect(_ members: ArraySlice<UInt32>) {
    ends.removeAll(keepingCapacity: true)
    var row = 0
    documents.withUnsafeMutableBufferPointer { documents in
      frequencies.withUnsafeMutableBufferPointer { frequencies in
        for (partial, member) in members.enumerated() where member != MergedVocabulary.absent {
          let before = row
          numbering.segments[partial].withUnsafeBufferPointer { segments in
            var segment = 0
            sources[partial].accumulator.forEachPosting(member) { document, frequency in
              while segment &+ 1 < segments.count, segments[segment &+ 1].first <= document {
                segment &+= 1
              }
              documents[row] = document &+ segments[segment].shift
              frequencies[row] = frequency
              row &+= 1
            }
          }
          if row > before { ends.append(row) }
        }
      }
    }
  }

  /// Merges the first part with the second, the third with the fourth …
  private mutating func mergeNeighbours() {
    var merged: [Int] = []
    var start = 0
    for pair in stride(from: 0, to: ends.count, by: 2) {
      let middle = ends[pair]
      let end = pair + 1 < ends.count ? ends[pair + 1] : middle
      var left = start
      var right = middle
      for row in start..<end {
        let takesLeft = right == end || left < middle && documents[left] < documents[right]
        let from = takesLeft ? left : right
        otherDocuments[row] = documents[from]
        otherFrequencies[row] = frequencies[from]
        if takesLeft { left += 1 } else { right += 1 }
      }
      merged.append(end)
      start = end
    }
    swap(&documents, &otherDocuments)
    swap(&frequencies, &otherFrequencies)
    ends = merged
  }
}
