// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import TextAnalysis

@Suite struct `Terms are those of Lucene 9.9.1` {
  @Test(arguments: Golden.chains)
  func `of hard texts in many scripts`(chain: String) throws {
    let session = try Analyzer(named: chain).makeSession()
    let column = try #require(Golden.chains.firstIndex(of: chain)) + 1
    let rows = try Golden.rows("lucene.tsv")
    #expect(rows.count > 600)
    for row in rows {
      let found = session.terms(of: Golden.unescape(row[0]))
      if found != Golden.terms(row[column]) {
        let shown = found.map { String(decoding: $0, as: UTF8.self) }
        Issue.record("of \(row[0]): found \(shown), expected \(row[column])")
      }
    }
  }

  @Test func `of hard Chinese, Japanese and Korean texts`() throws {
    let session = try Analyzer(named: "cjk").makeSession()
    let rows = try Golden.rows("cjk.tsv")
    #expect(rows.count > 500)
    for row in rows {
      let found = session.terms(of: Golden.unescape(row[0]))
      if found != Golden.terms(row[1]) {
        let shown = found.map { String(decoding: $0, as: UTF8.self) }
        Issue.record("of \(row[0]): found \(shown), expected \(row[1])")
      }
    }
  }

  @Test func `of long runs of Chinese, Japanese and Korean`() throws {
    let session = try Analyzer(named: "cjk").makeSession()
    for row in try Golden.rows("cjk-long.tsv") {
      let count = try #require(Int(row[1]))
      var hash = TermHash()
      var found = 0
      session.forEachTerm(of: String(repeating: Golden.unescape(row[0]), count: count)) {
        hash.add(term: $0)
        found += 1
      }
      hash.endText()
      #expect([String(found), hash.text] == Array(row[2...]), "\(row[0]) × \(count)")
    }
  }

  @Test(arguments: ["classes", "ascii", "english", "cjk", "emoji"])
  func `of random texts`(family: String) throws {
    let rows = try Golden.rows("random-\(family).tsv")
    let fragments = rows[0].map(Golden.unescape)
    let sessions = try Golden.chains.map { try Analyzer(named: $0).makeSession() }
    var random = SeededGenerator(seed: 1)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    for (block, expected) in rows.dropFirst().enumerated() {
      let texts = (0..<Golden.textsPerBlock).map { _ in
        (0..<1 + below(Golden.fragmentsPerText)).map { _ in fragments[below(fragments.count)] }
          .joined()
      }
      for (session, expected) in zip(sessions, expected) {
        #expect(hash(of: texts, by: session) == expected, "block \(block)")
      }
    }
  }

  @Test func `of every code point between letters, digits and spaces`() throws {
    let sessions = try Golden.chains.map { try Analyzer(named: $0).makeSession() }
    for row in try Golden.rows("codepoints.tsv") {
      let start = try #require(UInt32(row[0], radix: 16))
      let text = (start..<start + 4096).compactMap(Unicode.Scalar.init)
        .map { "a\($0)b 1\($0)2 \($0)\($0) " }.joined()
      for (place, session) in sessions.enumerated() {
        #expect(
          hash(of: [text], by: session) == row[place + 1], "U+\(row[0]) by \(Golden.chains[place])")
      }
    }
  }

  @Test(.enabled(if: TestData.has("beir/scifact"), "needs beir/scifact in the data folder"))
  func `of every document and query of SciFact`() throws {
    struct Row: Decodable {
      var _id: String
      var title: String?
      var text: String
    }
    let session = try Analyzer(named: "lucene-english").makeSession()
    var expected = try Golden.rows("scifact.tsv")[...]
    var total = 0
    for file in ["corpus", "queries"] {
      let url = TestData.data.appending(path: "beir/scifact/\(file).jsonl")
      for line in try Data(contentsOf: url).split(separator: 0x0A) {
        let row = try JSONDecoder().decode(Row.self, from: line)
        var hash = TermHash()
        var count = 0
        session.forEachTerm(of: (row.title.map { $0 + "\n" } ?? "") + row.text) {
          hash.add(term: $0)
          count += 1
        }
        hash.endText()
        #expect(expected.popFirst() == [file, row._id, String(count), hash.text])
        total += file == "corpus" ? count : 0
      }
    }
    #expect(expected.isEmpty)
    #expect(total == 838_128, "the number of terms that Anserini's index reports")
  }

  private func hash(of texts: [String], by session: AnalysisSession) -> String {
    var hash = TermHash()
    for text in texts {
      session.forEachTerm(of: text) { hash.add(term: $0) }
      hash.endText()
    }
    return hash.text
  }
}
