// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Tokenizers

@Suite struct `The vocabulary of a tokenizer` {
  private func tokenizer(_ model: String, added: String = "", template: String = "null") throws
    -> Tokenizer
  {
    let text = """
      {"version": "1.0", "added_tokens": [\(added)], "post_processor": \(template), "model": \(model)}
      """
    return try Tokenizer(Array(text.utf8), path: "t.json")
  }

  private func added(_ id: Int, _ content: String) -> String {
    #"{"id": \#(id), "content": "\#(content)", "single_word": false, "lstrip": false, "rstrip": false, "#
      + #""normalized": false, "special": true}"#
  }

  private let words = #"{"type": "WordLevel", "unk_token": "?", "vocab": {"b": 2, "?": 0, "é": 1}}"#

  @Test func `is every token once, with its number`() throws {
    let tokenizer = try tokenizer(words, added: added(2, "b") + "," + added(3, "<x>"))
    var found: [String: Int32] = [:]
    var count = 0
    tokenizer.forEachToken { token, id in
      found[String(decoding: token, as: UTF8.self)] = id
      count += 1
    }
    #expect(count == 4 && found == ["?": 0, "é": 1, "b": 2, "<x>": 3])
  }

  @Test func `has a token for what is no token, or none`() throws {
    #expect(try tokenizer(words).unknownID == 0)
    let pieces = #""unk_token": "?", "vocab": {"a": 0, "?": 1}"#
    let wordPiece =
      #"{"type": "WordPiece", "continuing_subword_prefix": "@", "max_input_chars_per_word": 9, "#
    #expect(try tokenizer(wordPiece + pieces + "}").unknownID == 1)
    let pairs = #"{"type": "BPE", "merges": [], "#
    #expect(try tokenizer(pairs + pieces + "}").unknownID == 1)
    #expect(try tokenizer(pairs + #""vocab": {"a": 0}}"#).unknownID == nil)
    let scores = #"{"type": "Unigram", "unk_id": 2, "vocab": [["a", -1], ["b", -2], ["?", 0]]}"#
    #expect(try tokenizer(scores).unknownID == 2)
  }

  @Test func `is framed by special tokens`() throws {
    let plain = try tokenizer(words).frame
    #expect(plain.before.isEmpty && plain.after.isEmpty)
    let template =
      #"{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "b", "type_id": 0}}, "#
      + #"{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "é", "type_id": 0}}, "#
      + #"{"SpecialToken": {"id": "b", "type_id": 0}}], "pair": [{"Sequence": {"id": "A", "type_id": 0}}, "#
      + #"{"Sequence": {"id": "B", "type_id": 0}}], "special_tokens": "#
      + #"{"b": {"id": "b", "ids": [2], "tokens": ["b"]}, "é": {"id": "é", "ids": [1], "tokens": ["é"]}}}"#
    let framed = try tokenizer(words, template: template).frame
    #expect(framed.before == [2] && framed.after == [1, 2])
  }
}
