// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Formats

/// The scanner beside `JSONSerialization`: both accept the same lines and read the same strings.
struct JSONAgainstFoundationTests {
  static let accepted = [
    #"{}"#,
    #" { } "#,
    #"{"text":""}"#,
    #"{"text":"plain","title":"t"}"#,
    #"{"title":"t","extra":{"a":[1,2,{"b":null}]},"text":"unordered"}"#,
    #"{"text":"\"\\\/\b\f\n\r\t"}"#,
    #"{"text":"\u0041\u00e9\u4E2d\uFFFF\u0000"}"#,
    #"{"text":"\ud83d\ude00\uD834\uDD1E"}"#,
    #"{"text":"é中😀 and ascii after it, long enough for several blocks of the scanner"}"#,
    #"{"text":"0123456789012345678901234567890\"2345678901234567890123456789012345"}"#,
    #"{"text":"012345678901234567890123456789012345678901234567890123456789é\n"}"#,
    #"{"\u0074ext":"escaped name"}"#,
    #"{"text":"first","text":"last"}"#,
    #"{"text":null,"title":true}"#,
    "\t{\t\"text\" \r:\t\"blanks\" \r, \"n\" : [ ] , \"o\" : { } }\r",
    "{\"text\":\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\u{2028}\"}",
    #"{"n":[0,-0,1,-1,10,1.5,-0.5,1e5,1E+5,1e-5,123456789]}"#,
    #"{"a":[true,false,null,"",[],{}],"text":"x"}"#,
    "{\"a\":" + String(repeating: "[", count: 511) + String(repeating: "]", count: 511) + "}",
  ]

  static let rejected = [
    #"{"#, #"}"#, #"{"text"}"#, #"{"text":}"#, #"{"text":"x""#, #"{"text":"x"#, #"{"text":"x\"#,
    #"{"text":"x\""#, #"{"text":"\x"}"#, #"{"text":"\u12"}"#, #"{"text":"\u12g4"}"#,
    #"{"text":"\ud800"}"#, #"{"text":"\udc00"}"#, #"{"text":"\ud800\u0041"}"#,
    #"{"text":"\ud800x"}"#, #"{"text":"\ud800\ud800"}"#, #"{"text":"x"} {"#, #"{"text":"x"}}"#,
    #"{"text":"x",,"a":1}"#, #"{,"text":"x"}"#, #"{text:"x"}"#, #"{'text':'x'}"#,
    #"{"text":"x" "a":1}"#, #"{"a":[1 2]}"#, #"{"a":[1}"#, #"{"a":{"b":1]}"#, #"{"a":[,1]}"#,
    #"{"a":01}"#, #"{"a":-}"#, #"{"a":+1}"#, #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":1e}"#,
    #"{"a":1e+}"#, #"{"a":0x1}"#, #"{"a":--1}"#, #"{"a":NaN}"#, #"{"a":Infinity}"#,
    #"{"a":nul}"#, #"{"a":nulll}"#, #"{"a":True}"#, #"{"a":tru}"#, #"{1:2}"#, #"{"a":1,2}"#,
    #"[]"#, #""text""#, #"1"#, #"null"#, #"/* c */ {}"#, #"{"text":"x"} // c"#,
    "{\"text\":\"a\tb\"}", "{\"text\":\"a\u{1}b\"}", "{\"text\":\"a\u{1F}b\"}",
    "{\"a\":" + String(repeating: "[", count: 512) + String(repeating: "]", count: 512) + "}",
  ]

  @Test(arguments: accepted)
  func `both accept and read the same`(line: String) throws {
    let ours = try #require(strings(Array(line.utf8)))
    #expect(try ours == #require(foundationStrings(Array(line.utf8))))
  }

  @Test(arguments: rejected)
  func `both reject`(line: String) {
    #expect(strings(Array(line.utf8)) == nil)
    #expect(foundationStrings(Array(line.utf8)) == nil)
  }

  @Test func `both reject what is not UTF-8`() {
    let wrong: [[UInt8]] = [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF],
      [0xE0, 0xA0], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF0, 0x90, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ]
    for bytes in wrong {
      for (open, close) in [
        (#"{"text":""#, #""}"#),
        (
          #"{"text":"long enough for a block of 32 "#,
          #" and on it goes, past the next block too"}"#
        ),
      ] {
        let line = Array(open.utf8) + bytes + Array(close.utf8)
        #expect(strings(line) == nil, "\(bytes)")
        #expect(foundationStrings(line) == nil, "\(bytes)")
      }
    }
  }

  // Foundation takes a comma before a closing bracket; RFC 8259 does not.
  @Test func `a trailing comma is rejected, unlike by Foundation`() {
    for line in [#"{"text":"x",}"#, #"{"a":[1,],"text":"x"}"#] {
      #expect(strings(Array(line.utf8)) == nil)
      #expect(foundationStrings(Array(line.utf8)) != nil)
    }
  }

  // A number that is dropped need not fit into a machine type; Foundation converts every one.
  @Test func `a number of any size is accepted, unlike by Foundation`() {
    let line = Array(#"{"a":1e999,"text":"x"}"#.utf8)
    #expect(strings(line) == ["x", nil])
    #expect(foundationStrings(line) == nil)
  }

  @Test(arguments: 0..<20)
  func `both agree on random lines`(seed: UInt64) throws {
    var maker = RandomJSON(seed: seed)
    for _ in 0..<200 {
      let line = maker.line()
      let text = String(decoding: line, as: UTF8.self)
      let ours = try #require(strings(line), "seed \(seed): \(text)")
      #expect(ours == foundationStrings(line), "seed \(seed): \(text)")
      let cut = Array(line.dropLast())
      #expect(strings(cut) == nil, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: 0..<20)
  func `both agree on damaged lines`(seed: UInt64) {
    var maker = RandomJSON(seed: seed)
    for _ in 0..<200 {
      let line = maker.damaged(maker.line())
      let text = String(decoding: line, as: UTF8.self)
      // The two deliberate differences have tests of their own.
      if text.contains(/,[ \t\r]*[}\]]/) || text.contains(/[0-9][eE][+-]?[0-9]{3}/) { continue }
      #expect(strings(line) == foundationStrings(line), "seed \(seed): \(text)")
    }
  }
}

/// The strings of `text` and `title` by the scanner; nil when it rejects the line.
private func strings(_ line: [UInt8]) -> [String?]? {
  let arena = UnsafeMutableBufferPointer<UInt8>.allocate(
    capacity: line.count + JSONScanner.arenaSlack)
  defer { arena.deallocate() }
  return line.withUnsafeBytes { bytes in
    var scanner = JSONScanner(bytes, arena: arena)
    var fields = JSONFields(["text", "title"])
    guard (try? fields.readLine(&scanner)) != nil else { return nil }
    return fields.values.map { value in
      if case .string(let range) = value { scanner.text(range) } else { nil }
    }
  }
}

/// The same by Foundation.
private func foundationStrings(_ line: [UInt8]) -> [String?]? {
  let object = try? JSONSerialization.jsonObject(with: Data(line), options: .fragmentsAllowed)
  guard let fields = object as? [String: Any] else { return nil }
  return [fields["text"] as? String, fields["title"] as? String]
}
