// SPDX-License-Identifier: Apache-2.0

import Formats
import FoundationEssentials
import Retrieval

/// Reads the `normalizer` of a `tokenizer.json`.
enum NormalizerReader {
  static func read(_ node: JSONNode) throws(DataError) -> any Normalizer {
    switch try node.string("type") {
    case "Sequence":
      var steps: [any Normalizer] = []
      for step in try node.array("normalizers") { steps.append(try read(step)) }
      return NormalizerSequence(steps: steps)
    case "BertNormalizer", "Bert":
      return BertNormalizer(
        cleansText: try node.boolean("clean_text"),
        separatesChinese: try node.boolean("handle_chinese_chars"),
        stripsAccents: node.optional("strip_accents") == nil
          ? nil : try node.boolean("strip_accents"),
        lowercases: try node.boolean("lowercase"))
    case "NFC": return UnicodeForm(isCompatible: false, isComposed: true)
    case "NFD": return UnicodeForm(isCompatible: false, isComposed: false)
    case "NFKC": return UnicodeForm(isCompatible: true, isComposed: true)
    case "NFKD": return UnicodeForm(isCompatible: true, isComposed: false)
    case "Lowercase": return LowercaseNormalizer()
    case "Strip":
      return StripNormalizer(
        left: try node.boolean("strip_left"), right: try node.boolean("strip_right"))
    case "StripAccents": return StripAccentsNormalizer()
    case "Nmt": return TranslationNormalizer()
    case "ByteLevel": return ByteLevelNormalizer()
    case "Prepend": return PrependNormalizer(prefix: Array(try node.string("prepend").utf8))
    case "Replace":
      return ReplaceNormalizer(try node.pattern(), by: try node.string("content"))
    case "Precompiled":
      guard
        let blob = Data(base64Encoded: try node.string("precompiled_charsmap")),
        let normalizer = PrecompiledNormalizer(Array(blob))
      else {
        throw try node.required("precompiled_charsmap")
          .unexpected("a double array and its texts in Base64", "precompiled_charsmap")
      }
      return normalizer
    default: throw try node.required("type").unexpected("a known normalizer", "type")
    }
  }
}
