// SPDX-License-Identifier: Apache-2.0

import Testing
import TextAnalysis

@Suite struct `The analyzer for a language` {
  /// Two and three letter codes of the languages with an analyzer of their own.
  static let table = [
    ("lucene-english", "en eng en-US EN"), ("cjk", "zh zho cmn zh-Hans zh_TW ja jpn ko kor yue"),
    ("icu", "th tha lo lao km khm my mya"), ("snowball-arabic", "ar ara arb"),
    ("snowball-armenian", "hy hye"), ("snowball-basque", "eu eus"),
    ("snowball-catalan", "ca cat"), ("snowball-danish", "da dan"), ("snowball-dutch", "nl nld"),
    ("snowball-finnish", "fi fin"), ("snowball-french", "fr fra"),
    ("snowball-german", "de deu de-AT"), ("snowball-greek", "el ell"),
    ("snowball-hindi", "hi hin"), ("snowball-hungarian", "hu hun"),
    ("snowball-indonesian", "id ind"), ("snowball-irish", "ga gle"),
    ("snowball-italian", "it ita"), ("snowball-lithuanian", "lt lit"),
    ("snowball-nepali", "ne nep npi"), ("snowball-norwegian", "no nor nb nob nn nno"),
    ("snowball-portuguese", "pt por pt-BR"), ("snowball-romanian", "ro ron"),
    ("snowball-russian", "ru rus"), ("snowball-serbian", "sr srp sr-Latn"),
    ("snowball-spanish", "es spa"), ("snowball-swedish", "sv swe"), ("snowball-tamil", "ta tam"),
    ("snowball-turkish", "tr tur"), ("snowball-yiddish", "yi yid"),
    ("unicode", "pl cs uk he fa vi und mul multilingual xx english zh,en"),
  ]

  @Test(arguments: table)
  func `is this`(name: String, tags: String) throws {
    for tag in tags.split(separator: " ") {
      #expect(Analyzer.name(forLanguage: String(tag)) == name, "\(tag)")
    }
    #expect(try Analyzer(named: name).name == name)
  }

  @Test func `that no one knows parts words by Unicode`() {
    for tag in ["", "-", "_", "e", "zzzzzzzz", "日本語"] {
      #expect(Analyzer.name(forLanguage: tag) == "unicode")
    }
  }

  @Test func `stems in every language that Snowball does but Porter's English`() {
    let chosen = Set(Self.table.map(\.0))
    for name in Analyzer.names where name.hasPrefix("snowball-") {
      #expect(chosen.contains(name) || name == "snowball-english" || name == "snowball-porter")
    }
  }
}
