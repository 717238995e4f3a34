// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// Turns text into the ids that a model was trained with, as a Hugging Face `tokenizer.json` says.
///
/// Ids equal those of the `tokenizers` package 0.23.3, with the quirks of its parts. What the file
/// asks for and this does not know is refused when it is read, so that encoding cannot fail.
///
/// A tokenizer may be used by many threads at once. Each call takes a ``TokenizerSession`` from a
/// pool; whoever encodes a lot in one thread makes one of its own.
public final class Tokenizer: Sendable {
  /// The truncation that the file asks for; the caller applies it.
  public let truncation: Truncation?
  /// The padding that the file asks for; the caller applies it.
  public let padding: Padding?
  /// The tokens that are found in the text itself.
  public let addedTokens: [AddedToken]

  let added: (plain: AddedTokenMatcher, normalized: AddedTokenMatcher)
  let normalizer: (any Normalizer)?
  let preTokenizer: (any PreTokenizer)?
  let model: any Model
  let template: Template
  let decoder: (any Decoder)?
  private let addedNames: [Int32: (name: [UInt8], isSpecial: Bool)]
  private let specialContents: Set<[UInt8]>
  private let addedIDs: [String: Int32]
  private let pool = SessionPool()

  /// Reads the `tokenizer.json` at `path`, which may be compressed.
  ///
  /// - Throws: `.missing`, `.unreadable`, or `.malformed` when the file is damaged or asks for
  ///   something unknown.
  public convenience init(path: String) throws(DataError) {
    try self.init(TokenizerReader(JSONTree(path: path)).read())
  }

  /// Reads the `tokenizer.json` at `path`; makes text lower case before its normalizer sees it,
  /// unless that does so too.
  ///
  /// - Throws: As ``init(path:)``.
  public convenience init(lowercasing path: String) throws(DataError) {
    var parts = try TokenizerReader(JSONTree(path: path)).read()
    let steps = (parts.normalizer as? NormalizerSequence)?.steps ?? parts.normalizer.map { [$0] }
    let isLowercasing = (steps ?? []).contains {
      $0 is LowercaseNormalizer || ($0 as? BertNormalizer)?.lowercases == true
    }
    if !isLowercasing {
      parts.normalizer = NormalizerSequence(steps: [LowercaseNormalizer()] + (steps ?? []))
    }
    self.init(parts)
  }

  /// Reads the `tokenizer.json` in `bytes`; `path` is its name in errors.
  package convenience init(_ bytes: [UInt8], path: String) throws(DataError) {
    try self.init(TokenizerReader(JSONTree(bytes, path: path)).read())
  }

  init(_ parts: TokenizerParts) {
    truncation = parts.truncation
    padding = parts.padding
    addedTokens = parts.addedTokens.map(\.token)
    normalizer = parts.normalizer
    preTokenizer = parts.preTokenizer
    model = parts.model
    template = parts.template
    decoder = parts.decoder
    var plain = AddedTokenMatcher()
    var normalized = AddedTokenMatcher()
    var names: [Int32: (name: [UInt8], isSpecial: Bool)] = [:]
    for (token, pattern) in parts.addedTokens {
      if token.isNormalized {
        normalized.insert(token, pattern: pattern)
      } else {
        plain.insert(token, pattern: pattern)
      }
      names[token.id] = (pattern, token.isSpecial)
    }
    added = (plain, normalized)
    addedNames = names
    specialContents = Set(
      parts.addedTokens.filter(\.token.isSpecial).map { Array($0.token.content.utf8) })
    addedIDs = Dictionary(
      parts.addedTokens.map { ($0.token.content, $0.token.id) }, uniquingKeysWith: { $1 })
  }

  /// The number of ids: one more than the highest.
  public var vocabularySize: Int {
    var highest = addedTokens.map { Int($0.id) }.max() ?? -1
    model.vocabulary.forEach { highest = max(highest, Int($1)) }
    return highest + 1
  }

  /// The id of `token`, as it is written in the file; nil when there is none.
  public func id(ofToken token: String) -> Int32? {
    addedIDs[token] ?? model.vocabulary.id(of: token).map { Int32(bitPattern: $0) }
  }

  /// The token with number `id`, as it is written in the file; nil when there is none.
  public func token(withID id: Int32) -> String? {
    let bytes =
      addedTokens.last { $0.id == id }.map { Array($0.content.utf8) }
      ?? model.vocabulary.token(UInt32(bitPattern: id))
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A session for one thread.
  public func makeSession() -> TokenizerSession { TokenizerSession(self) }

  /// The ids of a text, or of a pair of texts.
  ///
  /// - Parameters:
  ///   - text: The text, or the first of a pair (the query, for rerankers).
  ///   - pair: The second text.
  ///   - addingSpecialTokens: Whether the special tokens of the file's template are put in.
  ///   - truncation: How to cut what is too long; nil cuts nothing, whatever the file says.
  public func encode(
    _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true,
    truncation: Truncation? = nil
  ) -> Encoding {
    pool.withSession(of: self) { session in
      session.encode(
        text, pair: pair, addingSpecialTokens: addingSpecialTokens, truncation: truncation)
    }
  }

  /// The ids of a text of at most `maximumLength`, cut as the file says.
  public func encode(
    _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true, maximumLength: Int
  ) -> Encoding {
    var truncation = truncation ?? Truncation(maximumLength: maximumLength)
    truncation.maximumLength = maximumLength
    return encode(
      text, pair: pair, addingSpecialTokens: addingSpecialTokens, truncation: truncation)
  }

  /// The text of `ids`; unknown ids are left out.
  ///
  /// - Parameter skippingSpecialTokens: Whether special tokens are left out too.
  public func decode(_ ids: some Sequence<Int32>, skippingSpecialTokens: Bool = true) -> String {
    var tokens: [[UInt8]] = []
    for id in ids {
      guard let token = addedNames[id]?.name ?? model.vocabulary.token(UInt32(bitPattern: id))
      else { continue }
      if skippingSpecialTokens && specialContents.contains(token) { continue }
      tokens.append(token)
    }
    guard let decoder else {
      return String(decoding: Array(tokens.joined(separator: [UInt8(ascii: " ")])), as: UTF8.self)
    }
    return String(decoding: Array(decoder.decode(tokens).joined()), as: UTF8.self)
  }
}
