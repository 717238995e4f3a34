// SPDX-License-Identifier: Apache-2.0

/// What turns text into the terms of an index, by a name that is part of a retriever's identity.
///
/// - `lucene-english`: words without possessive ’s, in lower case, without 33 stop words, stemmed
///   by Porter: Anserini's DefaultEnglishAnalyzer.
/// - `cjk`: words of one width and in lower case, without 36 stop words; runs of Chinese, Japanese
///   and Korean as overlapping pairs of characters: Lucene's CJKAnalyzer.
/// - `cjk-characters`: the same with single characters in place of pairs.
/// - `icu`: words of one width and in lower case, found by the installed ICU with its dictionaries
///   for Chinese and Japanese, Thai, Lao, Khmer and Burmese; see ``version(of:)``.
/// - `unicode`: words in lower case.
/// - `whitespace`: what stands between white space, as it stands: Lucene's WhitespaceAnalyzer.
/// - `snowball-…`: words in lower case, stemmed by an algorithm of the installed libstemmer. Stop
///   words stay, and what else a language asks for is not done: Turkish I becomes i, not ı.
///
/// But for `icu`, words are those of Lucene 9's StandardTokenizer: UAX #29 and emoji sequences of
/// Unicode 12.1, no longer than 255 UTF-16 code units. Terms of the four analyzers that Lucene has
/// too equal Lucene 9.9.1's on every text of the tests.
public struct Analyzer: Sendable, Hashable, CustomStringConvertible {
  enum Chain: Sendable, Hashable {
    case luceneEnglish, cjk, cjkCharacters, icu, unicode, whitespace
    case snowball(String)
  }

  /// All names, sorted.
  public static let names: [String] =
    (fixed.map(\.name) + SnowballStemmer.algorithms.map { snowballPrefix + $0 }).sorted()

  private static let snowballPrefix = "snowball-"
  private static let fixed: [(name: String, chain: Chain)] = [
    ("cjk", .cjk), ("cjk-characters", .cjkCharacters), ("icu", .icu),
    ("lucene-english", .luceneEnglish), ("unicode", .unicode), ("whitespace", .whitespace),
  ]

  /// The name it was made by.
  public let name: String
  let chain: Chain

  /// The analyzer called `name`, one of ``names``.
  public init(named name: String) throws(AnalyzerError) {
    if let known = Self.fixed.first(where: { $0.name == name }) {
      chain = known.chain
    } else if name.hasPrefix(Self.snowballPrefix),
      SnowballStemmer.algorithms.contains(String(name.dropFirst(Self.snowballPrefix.count)))
    {
      chain = .snowball(String(name.dropFirst(Self.snowballPrefix.count)))
    } else {
      throw AnalyzerError(name: name)
    }
    self.name = name
  }

  /// What the terms of the analyzer called `name` depend on beside this module: the version of the
  /// library whose dictionaries it uses; nil when they depend on nothing else.
  ///
  /// Stemmers depend on the installed libstemmer, which does not tell its version.
  public static func version(of name: String) -> String? {
    name == "icu" ? DictionarySegmenter.version : nil
  }

  /// The name.
  public var description: String { name }

  /// A session of this analyzer for the use of one thread.
  public func makeSession() -> AnalysisSession { AnalysisSession(self) }

  /// The terms of `text`, in order, with repetitions. For many texts use a session.
  public func terms(of text: String) -> [String] {
    let session = makeSession()
    var text = text
    return text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      var tokens: [SurfaceToken] = []
      var term: [UInt8] = []
      session.segment(bytes, into: &tokens)
      return tokens.compactMap { token in
        session.withBytes(of: token, in: bytes) { session.normalize($0, into: &term) }
          ? String(decoding: term, as: UTF8.self) : nil
      }
    }
  }
}

/// A name that no analyzer has.
public struct AnalyzerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String

  /// The name and the names there are.
  public var description: String {
    "no analyzer is called \"\(name)\"\nfix: take one of \(Analyzer.names.joined(separator: ", "))"
  }
}
