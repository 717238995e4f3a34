// SPDX-License-Identifier: Apache-2.0

/// Brings the postings of a term from all partial indexes together, in corpus order.
struct PostingMerger {
  private let partials: [any PartialIndex]
  private let field: Int
  private let numbering: DocumentNumbering
  private var documents: [UInt32] = []
  private var frequencies: [UInt32] = []
  private var otherDocuments: [UInt32] = []
  private var otherFrequencies: [UInt32] = []
  /// Where each part that ascends by itself ends.
  private var ends: [Int] = []

  init(_ partials: [any PartialIndex], field: Int, numbering: DocumentNumbering) {
    self.partials = partials
    self.field = field
    self.numbering = numbering
  }

  /// Calls `body` with all postings of a term.
  mutating func withPostings(
    _ members: ArraySlice<TermPiece.Member>,
    _ body: (
      _ documents: UnsafeBufferPointer<UInt32>, _ frequencies: UnsafeBufferPointer<UInt32>
    ) -> Void
  ) {
    let count = members.reduce(0) { $0 + Int($1.postings.documents) }
    reserve(count)
    collect(members)
    while ends.count > 1 { mergeNeighbours() }
    documents.withUnsafeBufferPointer { documents in
      frequencies.withUnsafeBufferPointer { frequencies in
        body(.init(rebasing: documents[..<count]), .init(rebasing: frequencies[..<count]))
      }
    }
  }

  private mutating func reserve(_ count: Int) {
    guard documents.count < count else { return }
    let size = max(count, documents.count * 2)
    documents = [UInt32](repeating: 0, count: size)
    frequencies = documents
  }

  private mutating func collect(_ members: ArraySlice<TermPiece.Member>) {
    ends.removeAll(keepingCapacity: true)
    var row = 0
    documents.withUnsafeMutableBufferPointer { documents in
      frequencies.withUnsafeMutableBufferPointer { frequencies in
        guard let documents = documents.baseAddress, let frequencies = frequencies.baseAddress
        else { return }
        for member in members {
          let count = Int(member.postings.documents)
          partials[member.partial].copyPostings(
            member.postings, field: field, documents: documents + row,
            frequencies: frequencies + row)
          numbering.renumber(
            UnsafeMutableBufferPointer(start: documents + row, count: count),
            of: member.partial)
          // The runs of one thread follow each other and need no merging.
          if row > 0, documents[row - 1] < documents[row] { ends.removeLast() }
          row += count
          ends.append(row)
        }
      }
    }
  }

  /// Merges the first part with the second, the third with the fourth …
  private mutating func mergeNeighbours() {
    if otherDocuments.count < documents.count {
      otherDocuments = [UInt32](repeating: 0, count: documents.count)
      otherFrequencies = otherDocuments
    }
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
