// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Reads a `tokenizer.json`.
struct TokenizerReader {
  private let root: JSONNode

  init(_ tree: JSONTree) {
    root = tree.root
  }

  /// All parts of the file.
  func read() throws(DataError) -> TokenizerParts {
    guard root.members != nil else { throw root.unexpected("an object", "tokenizer") }
    let version = try root.string("version")
    guard version == "1.0" else {
      throw try root.required("version").unexpected("\"1.0\"", "version")
    }
    let model = try ModelReader.read(try root.required("model"))
    let normalizer = try root.optional("normalizer").map(NormalizerReader.read)
    let preTokenizer = try root.optional("pre_tokenizer").map(PreTokenizerReader.read)
    return TokenizerParts(
      truncation: try root.optional("truncation").map(readTruncation),
      padding: try root.optional("padding").map(readPadding),
      addedTokens: try readAddedTokens(model, normalizer),
      normalizer: normalizer, preTokenizer: preTokenizer, model: model,
      template: try root.optional("post_processor").map(TemplateReader.read) ?? .plain,
      decoder: try root.optional("decoder").map(DecoderReader.read))
  }

  private func readTruncation(_ node: JSONNode) throws(DataError) -> Truncation {
    let name = try node.optionalString("strategy") ?? Truncation.Strategy.longestFirst.rawValue
    guard let strategy = Truncation.Strategy(rawValue: name) else {
      throw try node.required("strategy")
        .unexpected("LongestFirst, OnlyFirst or OnlySecond", "strategy")
    }
    if let stride = node.optional("stride"), try stride.asCount("stride") != 0 {
      throw stride.unexpected("0: overlapping windows are not made", "stride")
    }
    return Truncation(
      maximumLength: try node.count("max_length"), strategy: strategy,
      keepsEnd: try isLeft(node))
  }

  private func readPadding(_ node: JSONNode) throws(DataError) -> Padding {
    let strategy = try node.required("strategy")
    guard strategy.string == "BatchLongest" || strategy["Fixed"] != nil else {
      throw strategy.unexpected("\"BatchLongest\" or {\"Fixed\": …}", "strategy")
    }
    return Padding(
      fixedLength: strategy["Fixed"] == nil ? nil : try strategy.count("Fixed"),
      multiple: node.optional("pad_to_multiple_of") == nil
        ? nil : try node.count("pad_to_multiple_of"),
      padsLeft: try isLeft(node), id: Int32(try node.count("pad_id")),
      typeID: Int32(try node.count("pad_type_id")))
  }

  private func isLeft(_ node: JSONNode) throws(DataError) -> Bool {
    let direction = try node.optionalString("direction") ?? "Right"
    guard direction == "Left" || direction == "Right" else {
      throw try node.required("direction").unexpected("Left or Right", "direction")
    }
    return direction == "Left"
  }

  /// The added tokens, each with what it is looked for as.
  ///
  /// As in the package, a token that the model knows gets the model's number, whatever the file
  /// says, and others are numbered on from the end of the vocabulary.
  private func readAddedTokens(
    _ model: any Model, _ normalizer: (any Normalizer)?
  ) throws(DataError) -> [(token: AddedToken, pattern: [UInt8])] {
    guard let list = root.optional("added_tokens") else { return [] }
    guard let elements = list.elements else { throw list.unexpected("an array", "added_tokens") }
    var tokens: [Int32: (token: AddedToken, pattern: [UInt8])] = [:]
    var ids: [String: Int32] = [:]
    var patterns: [Bool: [[UInt8]: Int32]] = [:]
    var next = Int32(clamping: model.size)
    for node in elements {
      let content = try node.string("content")
      if content.isEmpty { continue }
      let known = ids[content] ?? model.vocabulary.id(of: content).map { Int32(bitPattern: $0) }
      let id = known ?? next
      if known == nil { next += 1 }
      let token = AddedToken(
        content: content, id: id, isSpecial: try node.boolean("special"),
        isSingleWord: try node.boolean("single_word"), takesLeft: try node.boolean("lstrip"),
        takesRight: try node.boolean("rstrip"), isNormalized: try node.boolean("normalized"))
      let pattern = Self.pattern(of: token, normalizer)
      if token.isNormalized && pattern.isEmpty {
        throw node.fault("found a token that is empty when normalized, expected some text")
      }
      tokens[id] = (token, pattern)
      ids[content] = id
      if let other = patterns[token.isNormalized, default: [:]].updateValue(id, forKey: pattern),
        other != id
      {
        throw node.fault("found a token that is looked for like that of number \(other)")
      }
    }
    return tokens.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func pattern(of token: AddedToken, _ normalizer: (any Normalizer)?) -> [UInt8] {
    let content = Array(token.content.utf8)
    guard token.isNormalized, let normalizer else { return content }
    var text = NormalizedText()
    content.withUnsafeBufferPointer { bytes in
      if let start = bytes.baseAddress { text.load(start, count: bytes.count, isFirst: true) }
    }
    normalizer.normalize(&text)
    return Array(UnsafeBufferPointer(start: text.bytes.pointer, count: text.bytes.count))
  }
}
