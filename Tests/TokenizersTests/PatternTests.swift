// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Tokenizers

@Suite struct `Patterns` {
  private func matches(_ expression: String, _ text: String) throws -> [String] {
    let pattern = try Pattern(expression)
    var scratch = PatternScratch()
    var found: [String] = []
    let bytes = Array(text.utf8) + [0]
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      pattern.forEachMatch(in: base, 0..<bytes.count - 1, &scratch) { start, end in
        found.append(String(decoding: bytes[start..<end], as: UTF8.self))
      }
    }
    return found
  }

  @Test func `take the first alternative that matches, not the longest`() throws {
    #expect(try matches("a|ab|abc", "abcab") == ["a", "a"])
    #expect(try matches("(?:a|ab)c", "abc ac") == ["abc", "ac"])
  }

  @Test func `give back what they took, but for possessive ones`() throws {
    #expect(try matches(#"\w+e"#, "free bee") == ["free", "bee"])
    #expect(try matches(#"\w++e"#, "free bee") == [])
    #expect(try matches(#"(?>fr|fre)e"#, "free") == ["fre"])
    #expect(try matches("x.*?y", "x1y2y") == ["x1y"])
    #expect(try matches("(?:ab){2,3}", "abababab ab") == ["ababab"])
  }

  @Test func `look around`() throws {
    #expect(try matches(#"\s+(?!\S)|\s+"#, "a   b ") == ["  ", " ", " "])
    #expect(try matches("(?<=a)b|(?<!a)c", "ab cb ac") == ["b", "c"])
    #expect(try matches("a(?=b)", "abac") == ["a"])
  }

  @Test func `ignore case where they are told to`() throws {
    let text = "'SX 'sx 'Sx \u{17F}x '\u{17F}x \u{212A}x"
    #expect(try matches("(?i:'s|k)x", text) == ["'sx", "'Sx", "'\u{17F}x", "\u{212A}x"])
  }

  @Test func `match nothing without end`() throws {
    #expect(try matches("a*", "baac") == ["", "aa", ""])
    #expect(try matches("^|$", "a\nb") == ["", "", "", ""])
  }

  @Test(arguments: [
    "(", ")", "[", "[]", "a**", "(a+)+", "(a*)*", #"\q"#, #"\p{Han"#, #"\p{Greek}"#, "(?<name>a)",
    #"(a)\1"#,
    "[a&&b]", "[[:alpha:]]", "a{2}?", "a{9999}", "(?<=ab)c", "*a", "a{", "(?i:é)", "(?i:ss)",
    #"\x{110000}"#,
    "(?i:[à-é])", #"(?i:\p{Lu})"#, "(?=a)+", #"\"#, "[b-a]", #"\xE9"#,
    String(repeating: "(", count: 100) + String(repeating: ")", count: 100),
    "(?:(?:a{900}){900}){900}",
  ])
  func `that are not known are refused`(expression: String) {
    #expect(throws: PatternFault.self) { try Pattern(expression) }
  }

  @Test func `do not take exponential time`() throws {
    let text = String(repeating: "a", count: 100)
    #expect(try matches("a*a*a*a*a*a*b", text) == [])
    #expect(try matches("(?:a|a|a)(?:a|a)*b|(?:aa?){50}b", text) == [])
    #expect(try matches("(?!(?:a|aa)*c)a+", text) == [text])
  }
}
