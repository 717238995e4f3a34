// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Reads the `pre_tokenizer` of a `tokenizer.json`.
enum PreTokenizerReader {
  static func read(_ node: JSONNode) throws(DataError) -> any PreTokenizer {
    switch try node.string("type") {
    case "Sequence":
      var steps: [any PreTokenizer] = []
      for step in try node.array("pretokenizers") { steps.append(try read(step)) }
      return PreTokenizerSequence(steps: steps)
    case "BertPreTokenizer": return WordSplit.bert
    case "Whitespace": return WordSplit.whitespace
    case "WhitespaceSplit": return CharacterSplit(at: .whitespace, .removed)
    case "Punctuation":
      return CharacterSplit(at: .punctuation, try behavior(node, missing: .isolated))
    case "Digits":
      return CharacterSplit(
        at: .digit, try node.boolean("individual_digits") ? .isolated : .contiguous)
    case "CharDelimiterSplit", "Delimiter":
      return CharacterSplit(at: .character(try node.character("delimiter").value), .removed)
    case "Split":
      return PatternSplit(
        try node.pattern(), try behavior(node), isInverted: try node.boolean("invert"))
    case "ByteLevel":
      return ByteLevel(
        addsPrefixSpace: try node.boolean("add_prefix_space"),
        pattern: try node.boolean("use_regex", missing: true) ? try words(node) : nil)
    case "Metaspace":
      return Metaspace(
        replacement: try node.character("replacement"), prepends: try prependScheme(node),
        splits: try node.boolean("split", missing: true))
    default: throw try node.required("type").unexpected("a known pre-tokenizer", "type")
    }
  }

  /// When ``Metaspace`` puts its mark in front; older files say it with `add_prefix_space`.
  static func prependScheme(_ node: JSONNode) throws(DataError) -> Metaspace.PrependScheme {
    let name = try node.optionalString("prepend_scheme") ?? "always"
    guard let scheme = Metaspace.PrependScheme(rawValue: name) else {
      throw try node.required("prepend_scheme")
        .unexpected("first, never or always", "prepend_scheme")
    }
    guard try node.boolean("add_prefix_space", missing: true) || scheme == .never else {
      throw try node.required("add_prefix_space")
        .unexpected("true, as \"prepend_scheme\" is not never", "add_prefix_space")
    }
    return scheme
  }

  private static func words(_ node: JSONNode) throws(DataError) -> PatternSplit {
    do throws(PatternFault) {
      return PatternSplit(try Pattern(PatternSplit.wordsOfGPT2), .isolated)
    } catch {
      throw node.fault(error.problem)
    }
  }

  private static func behavior(
    _ node: JSONNode, missing: SplitBehavior? = nil
  ) throws(DataError) -> SplitBehavior {
    if let missing, node.optional("behavior") == nil { return missing }
    guard let behavior = SplitBehavior(rawValue: try node.string("behavior")) else {
      throw try node.required("behavior").unexpected(
        "Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous", "behavior")
    }
    return behavior
  }
}
