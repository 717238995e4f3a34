// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Reads the `decoder` of a `tokenizer.json`.
enum DecoderReader {
  static func read(_ node: JSONNode) throws(DataError) -> any Decoder {
    switch try node.string("type") {
    case "Sequence":
      var steps: [any Decoder] = []
      for step in try node.array("decoders") { steps.append(try read(step)) }
      return DecoderSequence(steps: steps)
    case "ByteLevel": return ByteLevelDecoder()
    case "ByteFallback": return ByteFallbackDecoder()
    case "Fuse": return FuseDecoder()
    case "WordPiece":
      return WordPieceDecoder(
        prefix: Array(try node.string("prefix").utf8), cleansUp: try node.boolean("cleanup"))
    case "BPEDecoder": return BytePairDecoder(suffix: Array(try node.string("suffix").utf8))
    case "Metaspace":
      return MetaspaceDecoder(
        replacement: try node.character("replacement"),
        dropsFirst: try PreTokenizerReader.prependScheme(node) != .never)
    case "Replace":
      return ReplaceDecoder(
        replacement: ReplaceNormalizer(try node.pattern(), by: try node.string("content")))
    case "Strip":
      return StripDecoder(
        content: try node.character("content"), start: try node.count("start"),
        stop: try node.count("stop"))
    default: throw try node.required("type").unexpected("a known decoder", "type")
    }
  }
}
