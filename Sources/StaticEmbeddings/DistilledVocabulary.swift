// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// The tokens of a transformer that its static model has, and the tokenizer that knows these only.
///
/// As Model2Vec does, tokens `[unused…]` go, and added tokens but those for unknown text and padding;
/// what stays keeps its order and is numbered anew without gaps. Nothing is put around a text, and
/// byte-level tokenizers put a space in front.
struct DistilledVocabulary {
  /// The numbers that the tokens had, in the order of their new ones.
  let tokens: [Int32]
  /// The new `tokenizer.json`.
  let tokenizer: [UInt8]

  /// Reads the tokenizer of the transformer in `folder`.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` at what is not understood.
  init(folder: String) throws(DataError) {
    let tree = try JSONTree(path: folder + "/tokenizer.json")
    let source = try TokenizerSource(tree.root, SpecialNames(folder: folder))
    tokens = source.kept.map(\.id)
    guard !tokens.isEmpty else {
      throw tree.root.fault("found no token but unused and added ones, expected a vocabulary")
    }
    tokenizer = try TokenizerRewriter(source).rewritten()
  }
}

/// The names of the tokens for unknown text and padding, from the files beside a tokenizer.
struct SpecialNames {
  var unknown: String?
  var padding: String?

  /// No names.
  init() {}

  /// Reads `special_tokens_map.json` and `tokenizer_config.json`, of which the latter counts.
  init(folder: String) throws(DataError) {
    let entries = try folderEntries(folder)
    for name in ["special_tokens_map.json", "tokenizer_config.json"] where entries.contains(name) {
      let root = try JSONTree(path: folder + "/" + name).root
      unknown = Self.name(root["unk_token"]) ?? unknown
      padding = Self.name(root["pad_token"]) ?? padding
    }
  }

  /// A token is its text, or an object with that as `content`.
  private static func name(_ node: JSONNode?) -> String? {
    node?.string ?? node?["content"]?.string
  }
}

/// What a `tokenizer.json` says of its vocabulary.
struct TokenizerSource {
  /// A token of the vocabulary.
  struct Token {
    let text: [UInt8]
    let id: Int32
    /// Its score in a Unigram model, as it is written.
    let score: JSONNode?
  }

  let root: JSONNode
  let model: JSONNode
  /// Whether tokens are listed with scores, in the order of their numbers.
  let isUnigram: Bool
  /// The name of the token for unknown text.
  let unknown: String?
  let padding: String?
  /// Tokens that stay, by their numbers.
  private(set) var kept: [Token] = []
  /// Texts of tokens that do not.
  private(set) var removed: Set<[UInt8]> = []

  init(_ root: JSONNode, _ names: SpecialNames) throws(DataError) {
    self.root = root
    guard let model = root["model"], let vocabulary = model["vocab"] else {
      throw root.fault("found no model with a vocabulary, expected a tokenizer")
    }
    self.model = model
    isUnigram = vocabulary.elements != nil
    var tokens: [[UInt8]: Token] = [:]
    if let list = vocabulary.elements {
      for (id, entry) in list.enumerated() {
        let parts = entry.elements.map { Array($0) } ?? []
        guard parts.count == 2, let text = parts[0].utf8, parts[1].double != nil else {
          throw entry.fault("found \(entry.name), expected a token and its score")
        }
        tokens[text] = Token(text: text, id: Int32(clamping: id), score: parts[1])
      }
    } else if let members = vocabulary.members {
      for (name, value) in members {
        guard let text = name.utf8, let id = value.integer, 0...Int(Int32.max) ~= id else {
          throw value.fault("found \(value.name) as a token's number, expected a whole number")
        }
        tokens[text] = Token(text: text, id: Int32(id), score: nil)
      }
    } else {
      throw vocabulary.fault("found \(vocabulary.name), expected a vocabulary")
    }
    var unknown = names.unknown ?? model["unk_token"]?.string
    if isUnigram, unknown == nil, let id = model["unk_id"]?.integer {
      let text = tokens.values.first { Int($0.id) == id }?.text
      unknown = text.map { String(decoding: $0, as: UTF8.self) }
    }
    self.unknown = unknown
    padding = names.padding ?? root["padding"]?["pad_token"]?.string
    try removeAddedTokens(&tokens)
    for text in tokens.keys where Self.isUnused(text) { removed.insert(text) }
    for text in removed { tokens[text] = nil }
    kept = tokens.values.sorted { $0.id < $1.id }
  }

  /// Notes the added tokens that go, and gives those that stay a place in the vocabulary.
  private mutating func removeAddedTokens(_ tokens: inout [[UInt8]: Token]) throws(DataError) {
    for added in root["added_tokens"]?.elements.map({ Array($0) }) ?? [] {
      guard let content = added["content"]?.string, let text = added["content"]?.utf8 else {
        throw added.fault("found an added token without content, expected its text")
      }
      if content != unknown && content != padding {
        removed.insert(text)
      } else if tokens[text] == nil {
        guard let id = added["id"]?.integer, 0...Int(Int32.max) ~= id else {
          throw added.fault("found an added token without a number, expected one")
        }
        tokens[text] = Token(text: text, id: Int32(id), score: nil)
      }
    }
  }

  /// Whether a text begins with `[unused`, digits and `]`.
  private static func isUnused(_ text: [UInt8]) -> Bool {
    let start = Array("[unused".utf8)
    guard text.starts(with: start) else { return false }
    let rest = text.dropFirst(start.count)
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return !digits.isEmpty && rest.dropFirst(digits.count).first == UInt8(ascii: "]")
  }
}

extension JSONNode {
  /// The bytes of a string; nil for other values.
  var utf8: [UInt8]? {
    var bytes: [UInt8] = []
    return appendString(to: &bytes) ? bytes : nil
  }
}
