// SPDX-License-Identifier: Apache-2.0

/// What turns text into the terms of an index, by a name that is part of a retriever's identity.
///
/// | name | words | terms |
/// |---|---|---|
/// | `lucene-english` | UAX #29 | no possessives, lower case, no stop words, Porter: Anserini's default |
/// | `cjk` | UAX #29, pairs of Chinese, Japanese, Korean characters | one width, lower case, no stop words: Lucene's CJKAnalyzer |
/// | `unicode` | UAX #29 | lower case |
/// | `whitespace` | between white space | as they stand |
/// | `snowball-…` | UAX #29 | lower case, Snowball stemmer, stop words kept |
///
/// UAX #29 here is Lucene 9's reading of it: see ``WordBreakAutomaton``. The `snowball-…` analyzers
/// are those of the libstemmer at hand; they know no stop words and no customs of a language other
/// than its stemmer (no Turkish dotless ı, no German folding beyond what the stemmer does).
public struct Analyzer: Sendable, Hashable, CustomStringConvertible {
  enum Chain: Sendable, Hashable {
    case luceneEnglish, cjk, unicode, whitespace
    case snowball(String)
  }

  /// All names, sorted.
  public static let names: [String] =
    (fixed.map(\.name) + SnowballStemmer.algorithms.map { snowballPrefix + $0 }).sorted()

  private static let snowballPrefix = "snowball-"
  private static let fixed: [(name: String, chain: Chain)] = [
    ("cjk", .cjk), ("lucene-english", .luceneEnglish), ("unicode", .unicode),
    ("whitespace", .whitespace),
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
