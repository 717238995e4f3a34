// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing
import Tokenizers

@Suite struct `A tokenizer` {
  private static let words =
    #""model":{"type":"WordLevel","vocab":{"<u>":0,"a":1,"b":2},"unk_token":"<u>"}"#

  private func tokenizer(_ parts: String, model: String = words) throws -> Tokenizer {
    try Tokenizer(
      Array(#"{"version":"1.0",\#(parts)\#(parts.isEmpty ? "" : ",")\#(model)}"#.utf8),
      path: "t.json")
  }

  @Test func `reads plain and compressed files`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/tokenizer.json"
      try #"{"version":"1.0",\#(Self.words)}"#.write(
        toFile: path, atomically: true, encoding: .utf8)
      #expect(try Tokenizer(path: path).encode("a").ids == [1])
      #expect(throws: DataError.self) { try Tokenizer(path: folder + "/missing.json") }
    }
  }

  @Test(arguments: [
    #""normalizer":{"type":"Magic"}"#, #""normalizer":{"type":"Strip","strip_left":true}"#,
    #""normalizer":{}"#, #""normalizer":7"#,
    #""normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA"}"#,
    #""normalizer":{"type":"Precompiled","precompiled_charsmap":"!"}"#,
    #""pre_tokenizer":{"type":"Split","pattern":{"Regex":"("},"behavior":"Isolated","invert":false}"#,
    #""pre_tokenizer":{"type":"Split","pattern":{"Regex":"a"},"behavior":"Cut","invert":false}"#,
    #""pre_tokenizer":{"type":"Metaspace","replacement":"ab","prepend_scheme":"first"}"#,
    #""pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"first","add_prefix_space":false}"#,
    #""post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x","type_id":0}}],"pair":[],"special_tokens":{}}"#,
    #""post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"B","type_id":0}}],"pair":[],"special_tokens":{}}"#,
    #""truncation":{"max_length":8,"strategy":"LongestFirst","stride":2}"#,
    #""truncation":{"max_length":-1,"strategy":"LongestFirst","stride":0}"#,
    #""padding":{"strategy":"Never"}"#, #""added_tokens":[{"content":"x"}]"#, #""added_tokens":{}"#,
    #""added_tokens":[{"content":" ","special":false,"single_word":false,"lstrip":false,"rstrip":false,"normalized":true}],"normalizer":{"type":"Strip","strip_left":true,"strip_right":true}"#,
    #""decoder":{"type":"CTC"}"#,
  ])
  func `refuses parts that it does not know`(parts: String) {
    #expect(throws: DataError.self) { try tokenizer(parts) }
  }

  @Test(arguments: [
    "", #""model":null"#, #""model":{"type":"Neural"}"#,
    #""model":{"type":"WordLevel","vocab":{"a":1},"unk_token":"x"}"#,
    #""model":{"type":"WordLevel","vocab":{"a":-1},"unk_token":"a"}"#,
    #""model":{"type":"WordLevel","vocab":{"a":4294967296},"unk_token":"a"}"#,
    #""model":{"type":"WordLevel","vocab":[],"unk_token":"a"}"#,
    #""model":{"type":"BPE","vocab":{"a":0},"merges":[["a","b"]]}"#,
    #""model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}"#,
    #""model":{"type":"BPE","dropout":0.1,"vocab":{"a":0},"merges":[]}"#,
    #""model":{"type":"Unigram","vocab":[["a",0.5]],"unk_id":null}"#,
    #""model":{"type":"Unigram","vocab":[["a",0.5]],"unk_id":1}"#,
    #""model":{"type":"Unigram","vocab":[["a"]],"unk_id":0}"#,
    #""model":{"type":"Unigram","vocab":[["a",1e999]],"unk_id":0}"#,
  ])
  func `refuses models that cannot work`(model: String) {
    #expect(throws: DataError.self) {
      try Tokenizer(
        Array(#"{"version":"1.0"\#(model.isEmpty ? "" : ",")\#(model)}"#.utf8), path: "t.json")
    }
  }

  @Test func `says where the fault is`() {
    let text = "{\"version\":\"1.0\",\n\"normalizer\":{\"type\":\"Magic\"},\n\(Self.words)}"
    let error = #expect(throws: DataError.self) { try Tokenizer(Array(text.utf8), path: "t.json") }
    #expect(error?.line == 2)
    #expect(error?.problem == #"found "Magic" as "type", expected a known normalizer"#)
  }

  @Test func `finds tokens by name and number`() throws {
    let tokenizer = try tokenizer(
      #""added_tokens":[{"id":9,"content":"<x>","special":true,"single_word":false,"lstrip":false,"rstrip":false,"normalized":false}]"#
    )
    #expect(tokenizer.vocabularySize == 4)
    #expect(tokenizer.id(ofToken: "b") == 2 && tokenizer.token(withID: 2) == "b")
    #expect(tokenizer.id(ofToken: "<x>") == 3 && tokenizer.token(withID: 3) == "<x>")
    #expect(
      tokenizer.id(ofToken: "c") == nil && tokenizer.token(withID: 17) == nil
        && tokenizer.token(withID: -1) == nil)
    #expect(tokenizer.decode([3, 1, 2, -5]) == "a b")
    #expect(tokenizer.decode([3, 1, 2], skippingSpecialTokens: false) == "<x> a b")
  }

  @Test func `exposes truncation and padding`() throws {
    let tokenizer = try tokenizer(
      #""pre_tokenizer":{"type":"WhitespaceSplit"},"truncation":{"max_length":2,"strategy":"LongestFirst","stride":0,"direction":"Left"},"padding":{"strategy":{"Fixed":8},"direction":"Left","pad_to_multiple_of":4,"pad_id":1,"pad_type_id":0,"pad_token":"a"}"#
    )
    #expect(tokenizer.truncation == Truncation(maximumLength: 2, keepsEnd: true))
    #expect(
      tokenizer.padding == Padding(fixedLength: 8, multiple: 4, padsLeft: true, id: 1, typeID: 0))
    #expect(tokenizer.encode("a b a").ids == [1, 2, 1])
    let cut = tokenizer.encode("b b a a", maximumLength: 3)
    #expect(cut.ids == [2, 1, 1] && cut.tokenCountBeforeTruncation == 4 && cut.isTruncated)
    #expect(tokenizer.encode("a b", maximumLength: 0).ids == [])
  }

  @Test func `gives the same ids in many threads`() async throws {
    let (tokenizer, row) = try Golden.tokenizer("bert")
    let texts = try Golden.texts.get().prefix(400)
    let expected = texts.map { tokenizer.encode($0).ids }
    #expect(!row.samples.isEmpty)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { texts.map { tokenizer.encode($0).ids } == expected }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test func `forgets words and still gives the same ids`() throws {
    let (tokenizer, _) = try Golden.tokenizer("gpt2")
    let session = tokenizer.makeSession()
    let first = session.encode(" word w0").ids
    for number in 0..<70_000 { _ = session.encode(" w\(number)") }
    #expect(session.encode(" word w0").ids == first)
  }
}

@Suite struct `The real all-MiniLM-L6-v2` {
  /// Its `tokenizer.json`: `$BENCH_MINILM`, or where `make models` puts it.
  static let path =
    ProcessInfo.processInfo.environment["BENCH_MINILM"].map { $0 + "/tokenizer.json" } ?? ""
  static let passages = TestData.reference.appending(path: "minilm/minilm_scifact200.jsonl")

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: path), "needs the model in $BENCH_MINILM"),
    .enabled(
      if: FileManager.default.fileExists(atPath: passages.path), "needs the reference passages"))
  func `gives the ids that sentence-transformers gave`() throws {
    struct Row: Decodable {
      var text: String
      var ids: [Int32]
    }
    let tokenizer = try Tokenizer(path: Self.path)
    let rows = try Data(contentsOf: Self.passages).split(separator: 0x0A).map {
      try JSONDecoder().decode(Row.self, from: $0)
    }
    #expect(rows.count == 200)
    for row in rows { #expect(tokenizer.encode(row.text, maximumLength: 256).ids == row.ids) }
  }
}
