// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import TextAnalysis

@Suite struct `Single characters` {
  @Test(arguments: [
    ("漢字かな ﾃﾞｰﾀ 字 ABC", ["漢", "字", "か", "な", "デ", "ー", "タ", "字", "abc"]),
    ("iPhone15手机", ["iphone15", "手", "机"]), ("𠮷野家", ["𠮷", "野", "家"]),
    ("서울 시청", ["서", "울", "시", "청"]), ("the 中", ["中"]), ("ไทย中文", ["ไทย", "中", "文"]),
  ])
  func `are the terms of Chinese, Japanese and Korean, words those of others`(
    text: String, expected: [String]
  ) throws {
    #expect(try Analyzer(named: "cjk-characters").terms(of: text) == expected)
  }

  /// By the words of `unicode`, each cut into scalars if all are of the three languages: Hangul
  /// that touches Latin letters or digits is one word with them, in Lucene too.
  @Test func `are those of a plain implementation`() throws {
    let fragments = ["漢", "字", "𠮷", "か", "ー", "カ", "한", "x", "Zürich", "7", " ", "。", "-", "😀"]
    let characters = try Analyzer(named: "cjk-characters")
    let words = try Analyzer(named: "unicode")
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2_000 {
      let text = (0..<Int(random.next() % 20)).map { _ in
        fragments[Int(random.next() % UInt64(fragments.count))]
      }.joined()
      let expected = words.terms(of: text).flatMap { word in
        word.unicodeScalars.allSatisfy("漢字𠮷かーカ한".unicodeScalars.contains)
          ? word.unicodeScalars.map { String($0) } : [word]
      }
      #expect(characters.terms(of: text) == expected, "\(text)")
    }
  }

  @Test func `and pairs come of the same runs`() throws {
    let text = "ﾊﾞﾅﾅとバナナ、一 二三 한국어 x ｶﾞ"
    let characters = try Analyzer(named: "cjk-characters").terms(of: text)
    let pairs = try Analyzer(named: "cjk").terms(of: text)
    #expect(
      characters == [
        "バ", "ナ", "ナ", "と", "バ", "ナ", "ナ", "一", "二", "三", "한", "국", "어", "x", "ガ",
      ])
    #expect(
      pairs == ["バナ", "ナナ", "ナと", "とバ", "バナ", "ナナ", "一", "二三", "한국", "국어", "x", "ガ"])
  }
}
