// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct `Words by dictionary` {
  /// Beginnings of article 1 of the Universal Declaration of Human Rights, and words in them that
  /// every ICU since 70 finds.
  @Test(arguments: [
    ("人人生而自由，在尊严和权利上一律平等。", ["自由", "尊严", "权利", "一律", "平等"]),
    ("すべての人間は、生まれながらにして自由であり", ["すべて", "人間", "自由"]),
    ("มนุษย์ทั้งหลายเกิดมามีอิสระ", ["มนุษย์", "เกิด", "อิสระ"]),
    ("모든 인간은 태어날 때부터 자유로우며", ["모든", "인간은", "태어날", "때부터", "자유로우며"]),
    ("The U.S. pays 1,000.5", ["the", "u.s", "pays", "1,000.5"]),
    ("ＡＢＣ ﾃﾞｰﾀ", ["abc", "データ"]),
    ("👍 !? — …", []),
  ])
  func `are found where no space parts them`(text: String, expected: [String]) throws {
    let terms = try Analyzer(named: "icu").terms(of: text)
    #expect(expected.allSatisfy(terms.contains), "\(terms)")
    #expect(expected.isEmpty == terms.isEmpty)
  }

  @Test(arguments: [
    "ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ", "មនុស្សទាំងអស់កើតមកមានសេរីភាព", "လူတိုင်းသည်တူညီလွတ်လပ်သောဂုဏ်သိက္ခာ",
  ])
  func `part Lao, Khmer and Burmese and lose nothing`(text: String) throws {
    let terms = try Analyzer(named: "icu").terms(of: text)
    #expect(terms.count > 4)
    #expect(terms.joined() == text)
  }

  @Test func `do not depend on where a text is cut to be looked at`() {
    let words = [
      "自由", "尊严和权利", "すべての人間は", "มนุษย์ทั้งหลาย", "Don't", "a.b", "1,000", "𠮷野家", "👍🏽", "e\u{301}",
      "\u{301}", "\r", "\t", "、", "  ", "\n",
    ]
    var random = SeededGenerator(seed: 7)
    let whole = DictionarySegmenter()
    let pieces = DictionarySegmenter(pieceLength: 5, longestPiece: 1 << 10)
    for _ in 0..<500 {
      let text = (0..<1 + Int(random.next() % 30)).map { _ in
        words[Int(random.next() % UInt64(words.count))] + (random.next() % 3 == 0 ? " " : "")
      }.joined()
      #expect(
        tokens(of: Array(text.utf8), whole) == tokens(of: Array(text.utf8), pieces), "\(text)")
    }
  }

  @Test func `are cut at the longest length and never inside a code point`() {
    let bytes = Array(String(repeating: "𠮷", count: 200).utf8)
    for longest in 16..<24 {
      let found = tokens(of: bytes, DictionarySegmenter(pieceLength: 8, longestPiece: longest))
      #expect(found.allSatisfy { $0.offset % 4 == 0 && $0.length % 4 == 0 })
      #expect(found.reduce(0) { $0 + Int($1.length) } == bytes.count)
    }
    let letters = tokens(of: Array(repeating: 0x61, count: 600), DictionarySegmenter())
    #expect(letters.map(\.length) == [255, 255, 90])
    let long = tokens(
      of: Array((String(repeating: "x", count: 254) + "𝐱𝐱").utf8), DictionarySegmenter())
    #expect(long.map(\.length) == [254, 8])
  }

  private func tokens(of bytes: [UInt8], _ segmenter: DictionarySegmenter) -> [SurfaceToken] {
    var tokens: [SurfaceToken] = []
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      segmenter.segment(start, count: bytes.count, into: &tokens)
    }
    return tokens
  }
}
