// SPDX-License-Identifier: Apache-2.0

/// WordPiece: the longest token that fits, again and again (Wu et al. 2016).
struct WordPieceModel: Model {
  let vocabulary: Vocabulary
  var unknownID: Int32? { unknown }
  private let unknown: Int32
  private let maximumCharacters: Int
  private let trie: ByteTrie
  /// The node of the continuing prefix, from which the rest of a word is walked.
  private let continuation: UInt32?
  let isCacheable = true

  init(
    _ vocabulary: Vocabulary, unknown: UInt32, continuingPrefix: String, maximumCharacters: Int
  ) {
    self.vocabulary = vocabulary
    self.unknown = Int32(bitPattern: unknown)
    self.maximumCharacters = maximumCharacters
    var trie = ByteTrie(capacity: vocabulary.count * 4)
    vocabulary.forEach { token, id in
      if !token.isEmpty { trie.insert(token, value: id) }
    }
    var node: UInt32? = ByteTrie.root
    for byte in continuingPrefix.utf8 { node = node.flatMap { trie.step($0, byte) } }
    continuation = node
    self.trie = trie
  }

  func tokenize(
    _ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ scratch: inout ModelScratch
  ) {
    let start = ids.count
    var isKnown =
      word.count <= maximumCharacters
      || word.count(where: { $0 & 0xC0 != 0x80 }) <= maximumCharacters
    var position = 0
    var root: UInt32? = ByteTrie.root
    while isKnown && position < word.count {
      if let node = root, let (id, end) = trie.longest(in: word, from: position, root: node) {
        ids.append(Int32(bitPattern: id))
        position = end
        root = continuation
      } else {
        isKnown = false
      }
    }
    if !isKnown {
      ids.removeLast(ids.count - start)
      ids.append(unknown)
    }
  }
}
