// SPDX-License-Identifier: Apache-2.0

import Testing
import TextAnalysis

@Suite struct `An analyzer` {
  @Test func `is called by one of the names`() throws {
    for name in Analyzer.names {
      #expect(try Analyzer(named: name).description == name)
    }
    #expect(Analyzer.names == Analyzer.names.sorted())
    for name in ["lucene-english", "cjk", "unicode", "whitespace", "snowball-german"] {
      #expect(Analyzer.names.contains(name))
    }
  }

  @Test(arguments: ["", "English", "snowball-", "snowball-klingon", "lucene-english "])
  func `of an unknown name is refused with the names there are`(name: String) {
    let error = #expect(throws: AnalyzerError.self) { try Analyzer(named: name) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("no analyzer is called \"\(name)\""))
    #expect(text.contains("lucene-english") && text.contains("snowball-swedish"))
  }

  @Test(arguments: [
    ("lucene-english", "The dogs' owner's running", ["dog", "owner", "run"]),
    ("lucene-english", "It is what it is", ["what"]),
    ("cjk", "漢字かな ﾃﾞｰﾀ 字 ABC", ["漢字", "字か", "かな", "デー", "ータ", "字", "abc"]),
    ("unicode", "The U.S.A.’s 1,000.5", ["the", "u.s.a", "s", "1,000.5"]),
    ("whitespace", "The dogs' (owner)", ["The", "dogs'", "(owner)"]),
    ("snowball-german", "Die Häuser", ["die", "haus"]),
  ])
  func `makes terms of a text`(name: String, text: String, expected: [String]) throws {
    #expect(try Analyzer(named: name).terms(of: text) == expected)
  }

  @Test func `gives a token the same term whatever surrounds it`() throws {
    let text = "Running dogs, RUNNING Dogs’ ｄｏｇ 漢字漢字 ﾃﾞｰﾀ İS is"
    for name in Analyzer.names {
      let session = try Analyzer(named: name).makeSession()
      var seen: [[UInt8]: [UInt8]?] = [:]
      var tokens: [SurfaceToken] = []
      var term: [UInt8] = [1, 2, 3]
      Array((text + " " + text).utf8).withUnsafeBytes { bytes in
        session.segment(bytes, into: &tokens)
        for token in tokens {
          session.withBytes(of: token, in: bytes) { surface in
            let found = session.normalize(surface, into: &term) ? term : nil
            let known = seen.updateValue(found, forKey: Array(surface))
            #expect(known == nil || known == .some(found))
          }
        }
      }
      #expect(seen.count * 2 <= tokens.count)
    }
  }

  @Test(arguments: [
    ("possibly", "possibl", "possibli"), ("archaeology", "archaeolog", "archaeologi"),
    ("ms", "ms", "m"),
  ])
  func `has Porter's later amendments, which libstemmer's porter has not`(
    word: String, amended: String, original: String
  ) throws {
    #expect(try Analyzer(named: "lucene-english").terms(of: word) == [amended])
    #expect(try Analyzer(named: "snowball-porter").terms(of: word) == [original])
  }
}
