// SPDX-License-Identifier: Apache-2.0

extension Analyzer {
  /// The name of the analyzer for texts in a language.
  ///
  /// English as Anserini analyses it; Chinese, Japanese and Korean in pairs of characters;
  /// languages that are written without spaces and have a dictionary in ICU by that; languages with
  /// a Snowball stemmer by that; any other, also several at once, by `unicode`.
  ///
  /// - Parameter language: A BCP 47 tag, of which only the first subtag counts: `en`, `zh-Hant`.
  ///   Codes of three letters (ISO 639-3) mean the same as those of two.
  public static func name(forLanguage language: String) -> String {
    let subtag = language.lowercased().prefix { $0 != "-" && $0 != "_" }
    let name = table[String(subtag)] ?? "unicode"
    return names.contains(name) ? name : "unicode"
  }

  private static let table: [String: String] = {
    var table: [String: String] = [:]
    for (name, codes) in languages {
      for code in codes.split(separator: " ") { table[String(code)] = name }
    }
    return table
  }()

  private static let languages = [
    ("lucene-english", "en eng"),
    ("cjk", "zh zho chi cmn yue lzh ja jpn ko kor"),
    ("icu", "th tha lo lao km khm my mya"),
    ("snowball-arabic", "ar ara arb"),
    ("snowball-armenian", "hy hye"),
    ("snowball-basque", "eu eus"),
    ("snowball-catalan", "ca cat"),
    ("snowball-danish", "da dan"),
    ("snowball-dutch", "nl nld"),
    ("snowball-finnish", "fi fin"),
    ("snowball-french", "fr fra"),
    ("snowball-german", "de deu"),
    ("snowball-greek", "el ell"),
    ("snowball-hindi", "hi hin"),
    ("snowball-hungarian", "hu hun"),
    ("snowball-indonesian", "id ind"),
    ("snowball-irish", "ga gle"),
    ("snowball-italian", "it ita"),
    ("snowball-lithuanian", "lt lit"),
    ("snowball-nepali", "ne nep npi"),
    ("snowball-norwegian", "no nor nb nob nn nno"),
    ("snowball-portuguese", "pt por"),
    ("snowball-romanian", "ro ron"),
    ("snowball-russian", "ru rus"),
    ("snowball-serbian", "sr srp"),
    ("snowball-spanish", "es spa"),
    ("snowball-swedish", "sv swe"),
    ("snowball-tamil", "ta tam"),
    ("snowball-turkish", "tr tur"),
    ("snowball-yiddish", "yi yid"),
  ]
}
