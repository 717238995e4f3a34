// SPDX-License-Identifier: Apache-2.0

/// All identifiers that exist, and the documents they stand for.
///
/// The trie of N. De Cao, G. Izacard, S. Riedel and F. Petroni (Autoregressive entity retrieval, ICLR
/// 2021) as one sorted list: a node is the range of identifiers that begin alike, and its children are
/// found by halving. So it takes a few bytes beside the tokens themselves. Documents of equal
/// identifiers share one; a document without tokens has none.
struct IdentifierTrie: Sendable {
  /// The token behind every identifier.
  static let end: UInt32 = 0

  /// Identifiers that begin with the same tokens.
  struct Node: Sendable, Hashable {
    /// The identifiers, by their rank.
    var identifiers: Range<Int>
    /// How many tokens they share.
    var depth: Int
    /// Whether the end was written; nothing follows.
    var isEnded = false
  }

  /// Ascending, without repetition.
  private let sequences: TokenSequences
  /// Documents by identifier.
  private let documents: [UInt32]
  /// Where the documents of each identifier start, then where the last end.
  private let starts: [UInt32]
  /// Tokens of the longest identifier.
  let longest: Int

  /// A trie of the identifiers of documents, by number; tokens are 1 and above.
  init(_ identifiers: TokenSequences) {
    let order = (0..<identifiers.count).filter { identifiers.length($0) > 0 }.sorted {
      let (left, right) = (identifiers[$0], identifiers[$1])
      if left.lexicographicallyPrecedes(right) { return true }
      return !right.lexicographicallyPrecedes(left) && $0 < $1
    }
    var sequences = TokenSequences()
    var starts: [UInt32] = []
    var longest = 0
    for (place, document) in order.enumerated() {
      if place == 0 || identifiers[order[place - 1]] != identifiers[document] {
        sequences.append(identifiers[document])
        starts.append(UInt32(place))
        longest = max(longest, identifiers.length(document))
      }
    }
    starts.append(UInt32(order.count))
    self.sequences = sequences
    self.starts = starts
    self.longest = longest
    documents = order.map { UInt32($0) }
  }

  /// The number of different identifiers.
  var count: Int { sequences.count }

  /// Documents that have an identifier.
  var documentCount: Int { documents.count }

  /// Two documents with the same identifier; nil where all are different.
  var sharing: (Int, Int)? {
    let rank = (0..<count).first { starts[$0 + 1] - starts[$0] > 1 }
    return rank.map {
      (Int(documents[Int(starts[$0])]), Int(documents[Int(starts[$0]) + 1]))
    }
  }

  /// Bytes of memory.
  var byteCount: Int { sequences.byteCount + 4 * (documents.count + starts.count) }

  /// All identifiers.
  var root: Node { Node(identifiers: 0..<count, depth: 0) }

  /// Calls `body` with every token that may follow, ascending, ``end`` first.
  func forEachChild(of node: Node, _ body: (_ token: UInt32) -> Void) {
    guard !node.isEnded else { return }
    var next = node.identifiers.lowerBound
    // The one that is no longer than what they share is the first.
    if next < node.identifiers.upperBound, sequences.length(next) == node.depth {
      body(Self.end)
      next += 1
    }
    while next < node.identifiers.upperBound {
      let token = sequences.token(node.depth, of: next)
      body(token)
      next = firstAbove(token, at: node.depth, in: next..<node.identifiers.upperBound)
    }
  }

  /// The node behind a token; with no identifiers where none goes on like this.
  func child(_ token: UInt32, of node: Node) -> Node {
    var range = node.identifiers
    guard !node.isEnded, !range.isEmpty else {
      return Node(identifiers: 0..<0, depth: node.depth + 1)
    }
    let hasEnd = sequences.length(range.lowerBound) == node.depth
    if token == Self.end {
      let found = hasEnd ? range.lowerBound..<range.lowerBound + 1 : 0..<0
      return Node(identifiers: found, depth: node.depth, isEnded: true)
    }
    if hasEnd { range.removeFirst() }
    let low = firstAbove(token - 1, at: node.depth, in: range)
    let high = firstAbove(token, at: node.depth, in: low..<range.upperBound)
    return Node(identifiers: low..<high, depth: node.depth + 1)
  }

  /// The documents of an identifier, ascending; none where nobody has it.
  func documents(of identifier: some Sequence<UInt32>) -> ArraySlice<UInt32> {
    let node = child(Self.end, of: identifier.reduce(root) { child($1, of: $0) })
    guard let rank = node.identifiers.first else { return [] }
    return documents[Int(starts[rank])..<Int(starts[rank + 1])]
  }

  /// The first of a range whose token at a place is above `token`; all are longer than `place`.
  ///
  /// In doubling steps from the front, then by halving: children with few identifiers cost little.
  private func firstAbove(_ token: UInt32, at place: Int, in range: Range<Int>) -> Int {
    var low = range.lowerBound
    var step = 1
    while low + step <= range.upperBound,
      sequences.token(place, of: low + step - 1) <= token
    {
      low += step
      step *= 2
    }
    var high = min(low + step - 1, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if sequences.token(place, of: middle) <= token { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
