// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Reads the `model` of a `tokenizer.json`.
enum ModelReader {
  static func read(_ node: JSONNode) throws(DataError) -> any Model {
    guard node.members != nil else { throw node.unexpected("an object", "model") }
    switch try node.optionalString("type") ?? guessedType(node) {
    case "WordPiece":
      let vocabulary = try vocabulary(node)
      return WordPieceModel(
        vocabulary, unknown: try unknown(node, vocabulary),
        continuingPrefix: try node.string("continuing_subword_prefix"),
        maximumCharacters: try node.count("max_input_chars_per_word", maximum: .max))
    case "WordLevel":
      let vocabulary = try vocabulary(node)
      return WordLevelModel(vocabulary, unknown: try unknown(node, vocabulary))
    case "BPE": return try readBytePairs(node)
    case "Unigram": return try readUnigram(node)
    default:
      throw try node.required("type").unexpected("WordPiece, BPE, Unigram or WordLevel", "type")
    }
  }

  /// Old files do not say what they are.
  private static func guessedType(_ node: JSONNode) -> String {
    if node["merges"] != nil { return "BPE" }
    if node["continuing_subword_prefix"] != nil { return "WordPiece" }
    return node["vocab"]?.elements != nil ? "Unigram" : "WordLevel"
  }

  private static func vocabulary(_ node: JSONNode) throws(DataError) -> Vocabulary {
    let members = try node.object("vocab")
    var vocabulary = Vocabulary(capacity: 1 << 15)
    var token: [UInt8] = []
    for (name, value) in members {
      token.removeAll(keepingCapacity: true)
      name.appendString(to: &token)
      let id = UInt32(try value.asCount("vocab"))
      token.withUnsafeBufferPointer { vocabulary.insert($0, id: id) }
    }
    return vocabulary
  }

  /// The number of the token that stands for unknown ones.
  private static func unknown(
    _ node: JSONNode, _ vocabulary: Vocabulary
  ) throws(DataError) -> UInt32 {
    guard let id = vocabulary.id(of: try node.string("unk_token")) else {
      throw try node.required("unk_token").unexpected("a token of the vocabulary", "unk_token")
    }
    return id
  }

  private static func readBytePairs(_ node: JSONNode) throws(DataError) -> BytePairModel {
    if let dropout = node.optional("dropout"), dropout.double != 0 {
      throw dropout.unexpected("none: encoding is not random", "dropout")
    }
    let vocabulary = try vocabulary(node)
    let prefix = Array((try node.optionalString("continuing_subword_prefix") ?? "").utf8)
    let options = BytePairModel.Options(
      unknown: node.optional("unk_token") == nil ? nil : try unknown(node, vocabulary),
      fusesUnknown: try node.boolean("fuse_unk", missing: false),
      fallsBackToBytes: try node.boolean("byte_fallback", missing: false),
      ignoresMerges: try node.boolean("ignore_merges", missing: false),
      continuingPrefix: prefix,
      endSuffix: Array((try node.optionalString("end_of_word_suffix") ?? "").utf8))
    return BytePairModel(vocabulary, try merges(node, vocabulary, prefix), options)
  }

  /// Merges are pairs, or in older files texts with a space between.
  private static func merges(
    _ node: JSONNode, _ vocabulary: Vocabulary, _ prefix: [UInt8]
  ) throws(DataError) -> MergeTable {
    var pairs: [(left: UInt32, right: UInt32, id: UInt32)] = []
    for merge in try node.array("merges") {
      guard var (left, right) = pair(merge) else {
        if merge.string?.hasPrefix("#version") == true { continue }
        throw merge.unexpected("two tokens", "merges")
      }
      let first = vocabulary.id(of: left)
      let second = vocabulary.id(of: right)
      guard right.count >= prefix.count else { throw merge.unexpected("a prefix", "merges") }
      right.removeFirst(prefix.count)
      left += right
      guard let first, let second, let id = vocabulary.id(of: left) else {
        throw merge.unexpected("tokens of the vocabulary that form one", "merges")
      }
      pairs.append((first, second, id))
    }
    var table = MergeTable(capacity: pairs.count)
    for (rank, pair) in pairs.enumerated() {
      table.insert(pair.left, pair.right, rank: UInt32(rank), id: pair.id)
    }
    return table
  }

  private static func pair(_ merge: JSONNode) -> (left: [UInt8], right: [UInt8])? {
    var left: [UInt8] = []
    var right: [UInt8] = []
    if let elements = merge.elements {
      let parts = Array(elements)
      guard parts.count == 2, parts[0].appendString(to: &left), parts[1].appendString(to: &right)
      else { return nil }
      return (left, right)
    }
    guard merge.appendString(to: &left), !left.starts(with: "#version".utf8) else { return nil }
    let space = UInt8(ascii: " ")
    guard let place = left.firstIndex(of: space), left.lastIndex(of: space) == place else {
      return nil
    }
    right = Array(left[(place + 1)...])
    left.removeSubrange(place...)
    return (left, right)
  }

  private static func readUnigram(_ node: JSONNode) throws(DataError) -> UnigramModel {
    let list = try node.array("vocab")
    var vocabulary = Vocabulary(capacity: 1 << 15)
    var scores: [Double] = []
    var token: [UInt8] = []
    for entry in list {
      var parts = entry.elements?.makeIterator()
      token.removeAll(keepingCapacity: true)
      guard let name = parts?.next(), name.appendString(to: &token),
        let score = parts?.next()?.double, parts?.next() == nil
      else { throw entry.unexpected("a token and its score", "vocab") }
      token.withUnsafeBufferPointer { vocabulary.insert($0, id: UInt32(scores.count)) }
      scores.append(score)
    }
    guard let unknown = node.optional("unk_id") else {
      throw node.fault("found no \"unk_id\", expected the number of the unknown token")
    }
    guard !scores.isEmpty else { throw node.fault("found an empty vocabulary, expected tokens") }
    return UnigramModel(
      vocabulary, scores: scores,
      unknown: UInt32(try unknown.asCount("unk_id", maximum: scores.count - 1)),
      fallsBackToBytes: try node.boolean("byte_fallback", missing: false))
  }
}
