// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import TestSupport
import Testing

@testable import Formats

@Suite struct `A JSON tree` {
  private func tree(_ text: String) throws(DataError) -> JSONNode {
    try JSONTree(Array(text.utf8), path: "t.json").root
  }

  @Test func `holds all kinds of values`() throws {
    let root = try tree(
      #" {"a":[1,-2.5e1,true,null,"x"], "b":{"c":"\u00e9\n\ud83d\ude00\\"}, "a ":{}, "d":[]} "#)
    let elements = Array(try #require(root["a"]?.elements))
    #expect(elements.map(\.integer) == [1, nil, nil, nil, nil])
    #expect(elements.map(\.double) == [1, -25, nil, nil, nil])
    #expect(elements[2].boolean == true && elements[3].isNull && elements[4].string == "x")
    #expect(root["b"]?["c"]?.string == "é\n😀\\")
    #expect(root["a "]?.members.map { Array($0).count } == 0)
    #expect(root["d"]?.elements.map { Array($0).count } == 0)
    #expect(root["e"] == nil && elements[0]["a"] == nil)
  }

  @Test func `gives values as they are written`() throws {
    let root = try tree(#" {"a":[1, -2.50e1,true],"b" : "\u00e9\n","c":{ "d":null } } "#)
    let sources = ["a", "b", "c"].map { name in
      var bytes: [UInt8] = []
      root[name]?.appendSource(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(sources == ["[1, -2.50e1,true]", #""\u00e9\n""#, #"{ "d":null }"#])
    var whole: [UInt8] = []
    root.appendSource(to: &whole)
    #expect(whole.first == UInt8(ascii: "{") && whole.last == UInt8(ascii: "}"))
  }

  @Test func `gives the last of members with one name`() throws {
    #expect(try tree(#"{"a":1,"a":2}"#)["a"]?.integer == 2)
  }

  @Test(arguments: [
    "", "{", "[1,]", #"{"a":1,}"#, #"{"a"}"#, "{1:2}", "01", "1.", "-", "1e", "nul", "tru",
    #""\x""#,
    #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, "\"\n\"", "\"", "1 2", "[1}", #""\u12""#,
    String(repeating: "[", count: 600),
  ])
  func `refuses what is no JSON`(text: String) {
    #expect(throws: DataError.self) { try tree(text) }
  }

  @Test func `refuses bytes that are not UTF-8 and says where`() {
    let bytes = Array("{\n\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)
    let error = #expect(throws: DataError.self) { try JSONTree(bytes, path: "t.json") }
    #expect(error?.line == 2)
  }

  @Test func `accepts what Foundation accepts, with equal strings and numbers`() throws {
    var random = SeededGenerator(seed: 5)
    let pieces = [
      #"{"a":"#, "[", "]", "}", ",", #""x""#, #""\u00e4\t""#, "12 ", "-0.5e-3 ", "true", "null",
      " ",
      #""k":"#, "1.7976931348623e300 ", "123456789012345678901234567890 ", "é",
    ]
    var accepted = 0
    for _ in 0..<4000 {
      let text = (0..<1 + Int(random.next() % 7)).map { _ in
        pieces[Int(random.next() % UInt64(pieces.count))]
      }.joined()
      let theirs = try? JSONSerialization.jsonObject(
        with: Data(text.utf8), options: [.fragmentsAllowed])
      let ours = try? tree(text)
      // A comma before a closing bracket is an error only for us.
      if text.contains(/, *[\]}]/) { continue }
      #expect((ours != nil) == (theirs != nil), "\(text)")
      if let number = theirs as? Double, ours?.boolean == nil {
        let found = try #require(ours?.double)
        #expect(abs(found - number) <= abs(number) * 1e-15, "\(text)")
        accepted += 1
      }
    }
    #expect(accepted > 10)
  }
}
