// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TestSupport
import Testing
import TextAnalysis

@testable import LongDocuments

@Suite struct `Passages` {
  private func passages(_ text: String, _ policy: PassagePolicy) -> [String] {
    var cutter = TextCutter()
    var found: [String] = []
    Array(text.utf8).withUnsafeBytes { bytes in
      cutter.forEachPassage(of: bytes, policy) {
        found.append(String(decoding: bytes[$0], as: UTF8.self))
      }
    }
    return found
  }

  @Test(arguments: [
    ("", 3, 2, [""]), ("...", 3, 2, ["..."]), ("One two three!", 3, 2, ["One two three!"]),
    ("“One, two, three, four.”", 3, 2, ["“One, two, three, ", "three, four.”"]),
    ("a b c d e", 2, 2, ["a b ", "c d ", "e"]),
    ("a b c d e", 2, 1, ["a b ", "b c ", "c d ", "d e"]),
    ("a b c", 1, 1, ["a ", "b ", "c"]), ("漢字かな", 2, 1, ["漢字", "字か", "かな"]),
    ("a b c d e f", 4, 2, ["a b c d ", "c d e f"]),
  ])
  func `are so many words, and begin so many apart`(
    text: String, length: Int, stride: Int, expected: [String]
  ) {
    #expect(passages(text, PassagePolicy(length: length, stride: stride)) == expected)
  }

  @Test func `cover the text and hold as many words as they should`() throws {
    let fragments = ["word", "don't", "3.5", "漢", " ", ", ", "—", "é", "\n"]
    let analyzer = try Analyzer(named: "unicode")
    var random = SeededGenerator(seed: 3)
    for _ in 0..<400 {
      let text = (0..<Int(random.next() % 80)).map { _ in
        fragments[Int(random.next() % UInt64(fragments.count))]
          + (random.next() % 2 == 0 ? " " : "")
      }.joined()
      let length = 1 + Int(random.next() % 9)
      let stride = 1 + Int(random.next() % UInt64(length))
      let words = analyzer.terms(of: text)
      let found = passages(text, PassagePolicy(length: length, stride: stride))
      #expect(found.count == 1 + max(0, words.count - length + stride - 1) / stride)
      for (number, passage) in found.enumerated() {
        let expected = words.dropFirst(number * stride).prefix(length)
        #expect(analyzer.terms(of: passage) == Array(expected), "\(text)")
      }
      if stride == length { #expect(found.joined() == text) }
      #expect(text.hasPrefix(found[0]) && text.hasSuffix(found[found.count - 1]))
    }
  }

  @Test(arguments: ["a", "a#0", "#", "a#b#12", "", "文#"])
  func `have names that lead back to their document`(document: String) {
    for number in [0, 1, 10, 1_000_000] {
      var name: [UInt8] = []
      PassageIdentifier.append(document.utf8, number, to: &name)
      name.withUnsafeBytes { name in
        let found = PassageIdentifier.document(of: name)
        #expect(String(decoding: found.name, as: UTF8.self) == document)
        #expect(found.isFirst == (number == 0))
      }
    }
  }

  @Test func `are ranges of their document's text, each with its title`() throws {
    let corpus = CutCorpus(
      corpus: InMemoryCorpus([
        Document(id: "x", title: "Title", text: "one two three"), Document(id: "y", text: ""),
      ]),
      policy: .passages(PassagePolicy(length: 2, stride: 1)), documents: DocumentTable())
    let batch = try #require(try corpus.makeReader().nextBatch())
    #expect(
      (0..<batch.count).map { batch[$0] } == [
        Document(id: "x#0", title: "Title", text: "one two "),
        Document(id: "x#1", title: "Title", text: "two three"), Document(id: "y#0", text: ""),
      ])
    #expect(batch.entries[0].title == batch.entries[1].title)
    #expect(batch.entries[0].text.overlaps(batch.entries[1].text))
    #expect(corpus.documents.count == 2 && corpus.documents.passages == 3)
  }

  @Test func `are one that ends after the first tokens`() throws {
    let corpus = CutCorpus(
      corpus: InMemoryCorpus([
        Document(id: "x", title: "A long title", text: "one, two, three"),
        Document(id: "y", text: "one"),
      ]), policy: .firstTokens(2), documents: DocumentTable())
    let batch = try #require(try corpus.makeReader().nextBatch())
    #expect(
      (0..<batch.count).map { batch[$0] } == [
        Document(id: "x", title: "A long title", text: "one, two, "),
        Document(id: "y", text: "one"),
      ])
  }
}
