// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Reads the `post_processor` of a `tokenizer.json`.
enum TemplateReader {
  static func read(_ node: JSONNode) throws(DataError) -> Template {
    try readOne(node) ?? .plain
  }

  /// Nil for processors that change offsets only.
  private static func readOne(_ node: JSONNode) throws(DataError) -> Template? {
    switch try node.string("type") {
    case "ByteLevel": return nil
    case "Sequence":
      var found: Template?
      for step in try node.array("processors") {
        guard let template = try readOne(step) else { continue }
        guard found == nil else {
          throw step.fault("found a second template, expected at most one in a sequence")
        }
        found = template
      }
      return found
    case "BertProcessing":
      let (cls, sep) = (try special(node, "cls"), try special(node, "sep"))
      return Template(
        single: [.special(cls, typeID: 0), .text(0, typeID: 0), .special(sep, typeID: 0)],
        pair: [
          .special(cls, typeID: 0), .text(0, typeID: 0), .special(sep, typeID: 0),
          .text(1, typeID: 1), .special(sep, typeID: 1),
        ])
    case "RobertaProcessing":
      let (cls, sep) = (try special(node, "cls"), try special(node, "sep"))
      return Template(
        single: [.special(cls, typeID: 0), .text(0, typeID: 0), .special(sep, typeID: 0)],
        pair: [
          .special(cls, typeID: 0), .text(0, typeID: 0), .special(sep + sep, typeID: 0),
          .text(1, typeID: 0), .special(sep, typeID: 0),
        ])
    case "TemplateProcessing":
      return Template(
        single: try pieces(node, "single", texts: 1), pair: try pieces(node, "pair", texts: 2))
    default: throw try node.required("type").unexpected("a known post-processor", "type")
    }
  }

  /// A token and its number, as BERT's processors have them.
  private static func special(_ node: JSONNode, _ name: String) throws(DataError) -> [Int32] {
    let parts = Array(try node.array(name))
    guard parts.count == 2, parts[0].string != nil else {
      throw try node.required(name).unexpected("a token and its number", name)
    }
    return [Int32(try parts[1].asCount(name))]
  }

  private static func pieces(
    _ node: JSONNode, _ name: String, texts: Int
  ) throws(DataError) -> [Template.Piece] {
    var pieces: [Template.Piece] = []
    for piece in try node.array(name) {
      if let text = piece["Sequence"] {
        let number = ["A": 0, "B": 1][try text.string("id")] ?? texts
        guard number < texts else {
          throw text.unexpected(texts == 1 ? "text A" : "text A or B", "Sequence")
        }
        pieces.append(.text(number, typeID: Int32(try text.count("type_id"))))
      } else if let token = piece["SpecialToken"] {
        let id = try token.string("id")
        guard let special = try node.required("special_tokens")[id] else {
          throw token.fault("found no \"\(id)\" in \"special_tokens\", expected its numbers")
        }
        var ids: [Int32] = []
        for number in try special.array("ids") { ids.append(Int32(try number.asCount("ids"))) }
        pieces.append(.special(ids, typeID: Int32(try token.count("type_id"))))
      } else {
        throw piece.unexpected("a Sequence or a SpecialToken", name)
      }
    }
    return pieces
  }
}
