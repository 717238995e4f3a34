// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Writes a `tokenizer.json` again, with a smaller vocabulary and without special tokens around texts.
///
/// What is not concerned stays as it was written.
struct TokenizerRewriter {
  private let source: TokenizerSource
  /// By text of a token that stays: its new number.
  private let ids: [[UInt8]: Int]
  private var output: [UInt8] = []

  init(_ source: TokenizerSource) {
    self.source = source
    ids = Dictionary(
      source.kept.enumerated().map { ($1.text, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The new file.
  consuming func rewritten() throws(DataError) -> [UInt8] {
    output += #"{"version":"1.0","truncation":{"direction":"Right","max_length":"#.utf8
    output += "\(StaticModelLayout.usualMaximum)".utf8
    output += #","strategy":"LongestFirst","stride":0},"padding":null,"added_tokens":"#.utf8
    appendAddedTokens()
    output += #","normalizer":"#.utf8
    append(source.root["normalizer"])
    output += #","pre_tokenizer":"#.utf8
    appendPreTokenizer(source.root["pre_tokenizer"])
    output += #","post_processor":null,"decoder":"#.utf8
    append(source.root["decoder"])
    output += #","model":"#.utf8
    try appendModel()
    output += "}\n".utf8
    return output
  }

  /// The value as it was written, `null` where there is none.
  private mutating func append(_ node: JSONNode?) {
    if let node { node.appendSource(to: &output) } else { output += "null".utf8 }
  }

  /// Appends an object whose members `body` replaces where it returns true.
  private mutating func append(
    _ node: JSONNode, replacing body: (inout Self, String, JSONNode) throws(DataError) -> Bool
  ) throws(DataError) {
    guard let members = node.members else { return append(node) }
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for (name, value) in members {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      name.appendSource(to: &output)
      output.append(UInt8(ascii: ":"))
      let isReplaced = try body(&self, name.string ?? "", value)
      if !isReplaced { append(value) }
    }
    output.append(UInt8(ascii: "}"))
  }

  /// The tokens for unknown text and padding, which are found in texts as they were.
  private mutating func appendAddedTokens() {
    let names = Set([source.unknown, source.padding].compactMap { $0 })
    let found = names.compactMap { name in ids[Array(name.utf8)].map { (name, $0) } }
    output.append(UInt8(ascii: "["))
    for (place, (name, id)) in found.sorted(by: { $0.1 < $1.1 }).enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      let old = source.root["added_tokens"]?.elements?.first { $0["content"]?.string == name }
      output += #"{"id":\#(id),"content":"#.utf8
      JSONText.appendString(name.utf8, to: &output)
      for flag in ["single_word", "lstrip", "rstrip", "normalized"] {
        output += #","\#(flag)":\#(old?[flag]?.boolean ?? false)"#.utf8
      }
      output += #","special":true}"#.utf8
    }
    output.append(UInt8(ascii: "]"))
  }

  /// The pre-tokenizer, where byte-level ones put a space in front.
  private mutating func appendPreTokenizer(_ node: JSONNode?) {
    guard let node, node.members != nil else { return append(node) }
    let isByteLevel = node["type"]?.string == "ByteLevel"
    try? append(node) { writer, name, value throws(DataError) in
      if isByteLevel, name == "add_prefix_space" {
        writer.output += "true".utf8
        return true
      }
      guard name == "pretokenizers", let steps = value.elements else { return false }
      writer.output.append(UInt8(ascii: "["))
      for (place, step) in steps.enumerated() {
        if place > 0 { writer.output.append(UInt8(ascii: ",")) }
        writer.appendPreTokenizer(step)
      }
      writer.output.append(UInt8(ascii: "]"))
      return true
    }
  }

  private mutating func appendModel() throws(DataError) {
    let unknown = source.unknown.flatMap { ids[Array($0.utf8)] == nil ? nil : $0 }
    try append(source.model) { writer, name, value throws(DataError) in
      switch name {
      case "vocab": writer.appendVocabulary()
      case "merges": try writer.appendMerges(value)
      case "unk_token":
        guard let unknown else { return false }
        JSONText.appendString(unknown.utf8, to: &writer.output)
      case "unk_id":
        guard let id = unknown.flatMap({ writer.ids[Array($0.utf8)] }) else { return false }
        writer.output += "\(id)".utf8
      default: return false
      }
      return true
    }
  }

  private mutating func appendVocabulary() {
    let scores = source.kept.compactMap { $0.score?.double }
    let worst = scores.min() ?? 0
    output.append(UInt8(ascii: source.isUnigram ? "[" : "{"))
    for (id, token) in source.kept.enumerated() {
      if id > 0 { output.append(UInt8(ascii: ",")) }
      if source.isUnigram { output.append(UInt8(ascii: "[")) }
      JSONText.appendString(token.text, to: &output)
      output.append(UInt8(ascii: source.isUnigram ? "," : ":"))
      if !source.isUnigram {
        output += "\(id)".utf8
      } else if let score = token.score {
        append(score)
      } else {
        output += "\(worst)".utf8
      }
      if source.isUnigram { output.append(UInt8(ascii: "]")) }
    }
    output.append(UInt8(ascii: source.isUnigram ? "]" : "}"))
  }

  /// The merges of tokens that are all there still.
  private mutating func appendMerges(_ node: JSONNode) throws(DataError) {
    guard let merges = node.elements else {
      throw node.fault("found \(node.name) as merges, expected an array")
    }
    let prefix = source.model["continuing_subword_prefix"]?.utf8?.count ?? 0
    output.append(UInt8(ascii: "["))
    var isFirst = true
    for merge in merges {
      let parts =
        merge.elements?.compactMap(\.utf8)
        ?? merge.utf8?.split(separator: UInt8(ascii: " ")).map { Array($0) } ?? []
      if parts.count == 2 {
        let joined = parts[0] + parts[1].dropFirst(prefix)
        if source.removed.contains(parts[0]) || source.removed.contains(parts[1])
          || source.removed.contains(joined)
        {
          continue
        }
      }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      append(merge)
    }
    output.append(UInt8(ascii: "]"))
  }
}
