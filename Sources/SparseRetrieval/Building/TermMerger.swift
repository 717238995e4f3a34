// SPDX-License-Identifier: Apache-2.0

/// Brings the terms of a field from several partial indexes into one order, ascending by their
/// bytes, and cuts them into pieces.
struct TermMerger {
  /// A piece has about so many postings, or so many terms where these are rare.
  private static let pieceSize = (postings: 1 << 21, terms: 1 << 17)

  private let next: [() -> PartialTerm?]
  private var heads: [PartialTerm?]
  /// The partial indexes whose next term comes first.
  private var smallest: [Int] = []

  init(_ partials: [any PartialIndex], field: Int) {
    next = partials.map { $0.terms(of: field) }
    heads = next.map { $0() }
  }

  /// The next terms, or nil after the last.
  mutating func nextPiece() -> TermPiece? {
    var piece = TermPiece()
    while piece.postingCount < Self.pieceSize.postings, piece.count < Self.pieceSize.terms,
      let term = findSmallest()
    {
      for partial in smallest {
        guard let head = heads[partial] else { continue }
        piece.append(head.postings, in: partial)
        heads[partial] = next[partial]()
      }
      piece.end(term.name)
    }
    return piece.count > 0 ? piece : nil
  }

  private mutating func findSmallest() -> PartialTerm? {
    smallest.removeAll(keepingCapacity: true)
    var best: PartialTerm?
    for (partial, head) in heads.enumerated() {
      guard let head else { continue }
      let order = best.map(head.compare) ?? -1
      if order > 0 { continue }
      if order < 0 {
        smallest.removeAll(keepingCapacity: true)
        best = head
      }
      smallest.append(partial)
    }
    return best
  }

  /// Says to all partial indexes that what was handed out will not be read again.
  func release(_ partials: [any PartialIndex], field: Int) {
    for (partial, head) in zip(partials, heads) {
      if let head { partial.release(before: head.postings, field: field) }
    }
  }
}
