// SPDX-License-Identifier: Apache-2.0

/// The unigram language model (Kudo 2018): the segmentation whose tokens have the highest sum of
/// scores.
struct UnigramModel: Model {
  /// The best way to a place in the text.
  struct PathNode {
    var score = 0.0
    /// Where the last token of the way begins; negative when there is no way.
    var start: Int32 = -1
    var id: UInt32 = 0
  }

  let vocabulary: Vocabulary
  let isCacheable = true
  var size: Int { scores.count }
  var unknownID: Int32? { Int32(bitPattern: unknown) }
  private let scores: [Double]
  private let trie: ByteTrie
  private let unknown: UInt32
  private let unknownScore: Double
  private let byteTokens: [UInt32?]
  private let fallsBackToBytes: Bool
  /// How much worse than the worst token an unknown character is.
  private static let unknownPenalty = 10.0

  /// - Parameter scores: By token number.
  init(_ vocabulary: Vocabulary, scores: [Double], unknown: UInt32, fallsBackToBytes: Bool) {
    self.vocabulary = vocabulary
    self.scores = scores
    self.unknown = unknown
    self.fallsBackToBytes = fallsBackToBytes
    unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    byteTokens = ByteTokens.ids(in: vocabulary)
    var trie = ByteTrie(capacity: vocabulary.count * 3)
    vocabulary.forEach { token, id in
      if !token.isEmpty { trie.insert(token, value: id) }
    }
    self.trie = trie
  }

  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ scratch: inout ModelScratch
  ) {
    guard let base = word.baseAddress else { return }
    findPath(base, word.count, &scratch.path)
    // Tokens are found from the end; neighbouring unknown characters are one token.
    let first = ids.count
    var end = word.count
    while end > 0 {
      var node = scratch.path[end]
      var start = Int(node.start)
      if node.id == unknown {
        while start > 0, scratch.path[start].id == unknown {
          node = scratch.path[start]
          start = Int(node.start)
        }
        appendUnknown(
          UnsafeBufferPointer(rebasing: word[start..<end]), into: &ids)
      } else {
        ids.append(Int32(bitPattern: node.id))
      }
      end = start
    }
    ids[first...].reverse()
  }

  private func findPath(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ path: inout [PathNode]
  ) {
    path.removeAll(keepingCapacity: true)
    path.append(contentsOf: repeatElement(PathNode(), count: count + 1))
    path.withUnsafeMutableBufferPointer { path in
      var start = 0
      while start < count {
        let following = text.scalar(at: start).next
        let soFar = path[start].score
        var hasCharacter = false
        var node = ByteTrie.root
        var position = start
        while position < count, let next = trie.step(node, text[position]) {
          node = next
          position += 1
          guard let id = trie.value(node) else { continue }
          Self.improve(&path[position], soFar + scores[Int(id)], start, id)
          if position == following { hasCharacter = true }
        }
        if !hasCharacter { Self.improve(&path[following], soFar + unknownScore, start, unknown) }
        start = following
      }
    }
  }

  @inline(__always)
  private static func improve(_ node: inout PathNode, _ score: Double, _ start: Int, _ id: UInt32) {
    if node.start < 0 || score > node.score {
      node = PathNode(score: score, start: Int32(start), id: id)
    }
  }

  /// Appends, last first, what stands for a text of unknown characters.
  private func appendUnknown(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    // Unknown characters together may be a token.
    if let id = vocabulary.id(of: text) {
      ids.append(Int32(bitPattern: id))
    } else if fallsBackToBytes, text.allSatisfy({ byteTokens[Int($0)] != nil }) {
      for byte in text.reversed() {
        if let id = byteTokens[Int(byte)] { ids.append(Int32(bitPattern: id)) }
      }
    } else {
      ids.append(Int32(bitPattern: unknown))
    }
  }
}
