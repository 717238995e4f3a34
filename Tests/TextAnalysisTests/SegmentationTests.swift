// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct `The words of a text` {
  static let ascii = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }
  /// Mostly bytes that join or part words.
  static let joining = "aaZ09__..'',;::\"#*  -".map(String.init)
  static let mixed = joining + ["é", "\u{301}", "\u{20E3}", "א", "漢", "ｶ", "\u{200D}", "😀", "๑"]

  @Test(arguments: [(ascii, 1), (joining, 2), (mixed, 3)] as [([String], UInt64)])
  func `are the same by the byte table as by the automaton`(
    fragments: [String], seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let length = Int(random.next() % 40)
      let text = (0..<length).map { _ in fragments[Int(random.next() % UInt64(fragments.count))] }
      expectSameWords(Array(text.joined().utf8))
    }
  }

  @Test(arguments: 250..<262)
  func `are the same around the longest length`(length: Int) {
    for unit in ["a", "1", "_", "a.a", "1,1", "_a", "a'"] {
      let run = Array(String(repeating: unit, count: length / unit.utf8.count).utf8)
      for ending in ["", "a", "_", ".a", ".é", "é", " b", "'s", "a.b"] {
        expectSameWords(Array("x ".utf8) + run + Array(ending.utf8))
      }
    }
  }

  @Test func `are found in bytes that are no UTF-8`() throws {
    let session = try Analyzer(named: "unicode").makeSession()
    let cases: [([UInt8], [String])] = [
      ([0x61, 0xFF, 0x62], ["a", "b"]),  // never a byte of UTF-8
      ([0x61, 0xC3], ["a"]),  // cut short
      ([0xE2, 0x80, 0x61], ["a"]),
      ([0x61, 0xF0, 0x9F, 0x98, 0x62], ["a", "b"]),
      ([0x61, 0x80, 0xBF, 0x62], ["a", "b"]),  // no beginning
      ([0x61, 0xC0, 0xAF, 0x62], ["a", "b"]),  // overlong
      ([0xE0, 0x81, 0x81, 0x62], ["b"]),
      ([0xF0, 0x80, 0x81, 0x81, 0x62], ["b"]),
      ([0x61, 0xED, 0xA0, 0x80, 0x62], ["a", "b"]),  // surrogate
      ([0xF4, 0x90, 0x80, 0x80, 0x62], ["b"]),  // above U+10FFFF
    ]
    for (bytes, expected) in cases {
      #expect(surfaces(of: bytes, by: session) == expected.map { Array($0.utf8) }, "\(bytes)")
    }
  }

  @Test(arguments: Analyzer.names)
  func `of arbitrary bytes lie in the text, in order, and have terms`(name: String) throws {
    let session = try Analyzer(named: name).makeSession()
    var random = SeededGenerator(seed: 4)
    var tokens: [SurfaceToken] = []
    var term: [UInt8] = []
    for _ in 0..<300 {
      let bytes = (0..<60).map { _ in UInt8(truncatingIfNeeded: random.next() >> 9) }
      bytes.withUnsafeBytes { text in
        session.segment(text, into: &tokens)
        var end = 0
        for token in tokens where !token.isInScratch {
          #expect(token.offset >= end && token.length > 0)
          end = token.offset + Int(token.length)
        }
        #expect(end <= text.count)
        for token in tokens {
          let kept = session.withBytes(of: token, in: text) { session.normalize($0, into: &term) }
          #expect(!kept || String(validating: term, as: UTF8.self) != nil || name == "whitespace")
        }
      }
    }
  }

  @Test func `of no bytes are none`() throws {
    for name in Analyzer.names {
      #expect(try Analyzer(named: name).terms(of: "").isEmpty)
    }
  }

  private func surfaces(of bytes: [UInt8], by session: AnalysisSession) -> [[UInt8]] {
    var tokens: [SurfaceToken] = []
    return bytes.withUnsafeBytes { text in
      session.segment(text, into: &tokens)
      return tokens.map { session.withBytes(of: $0, in: text, Array.init) }
    }
  }

  private func expectSameWords(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { text in
      guard let start = text.baseAddress else { return }
      var words = WordIterator(start, count: text.count, automaton: .shared)
      var found: [Range<Int>] = []
      while let word = words.next() { found.append(word.start..<word.end) }
      let expected = automatonWords(start, count: text.count)
      #expect(found == expected, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Words by nothing but the automaton: the longest at every place, else one code point further.
  private func automatonWords(_ bytes: UnsafePointer<UInt8>, count: Int) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var position = 0
    while position < count {
      if let match = WordBreakAutomaton.shared.longestMatch(bytes, from: position, to: count) {
        words.append(position..<match.end)
        position = match.end
      } else {
        position += DecodedScalar(bytes, at: position, end: count).length
      }
    }
    return words
  }
}
