// SPDX-License-Identifier: Apache-2.0

/// An analyzer at work, with its stemmer and working memory; for one thread.
///
/// Analysis is in two steps, so that an indexer can remember the second: ``segment(_:into:)``
/// finds the tokens of a text, ``normalize(_:into:)`` makes a term of a token and depends on
/// nothing but its bytes. Neither allocates once its buffers have grown.
public final class AnalysisSession {
  private let chain: Analyzer.Chain
  private let automaton = WordBreakAutomaton.shared
  private let lowercase = Lowercase.shared
  private let stemmer: SnowballStemmer?
  private var english = EnglishFilter()
  private var cjk: CJKSegmenter
  private let dictionary: DictionarySegmenter?
  private var folded: [UInt32] = []

  init(_ analyzer: Analyzer) {
    chain = analyzer.chain
    if case .snowball(let algorithm) = chain {
      stemmer = SnowballStemmer(algorithm: algorithm)
    } else {
      stemmer = nil
    }
    cjk = CJKSegmenter(chain == .cjkCharacters ? .characters : .pairs)
    dictionary = chain == .icu ? DictionarySegmenter() : nil
  }

  /// Replaces the content of `tokens` by the tokens of `text`, in order.
  ///
  /// `text` is UTF-8; bytes that are none separate tokens. Tokens of `whitespace` may hold them.
  public func segment(_ text: UnsafeRawBufferPointer, into tokens: inout [SurfaceToken]) {
    tokens.removeAll(keepingCapacity: true)
    let text = text.assumingMemoryBound(to: UInt8.self)
    guard let bytes = text.baseAddress else { return }
    switch chain {
    case .luceneEnglish, .unicode, .snowball:
      var words = WordIterator(bytes, count: text.count, automaton: automaton)
      while let word = words.next() {
        tokens.append(SurfaceToken(offset: word.start, length: word.end - word.start))
      }
    case .cjk, .cjkCharacters:
      cjk.segment(bytes, count: text.count, into: &tokens)
    case .icu:
      dictionary?.segment(bytes, count: text.count, into: &tokens)
    case .whitespace:
      var stretches = WhitespaceIterator(bytes, count: text.count)
      while let stretch = stretches.next() {
        tokens.append(SurfaceToken(offset: stretch.lowerBound, length: stretch.count))
      }
    }
  }

  /// Calls `body` with the bytes of `token`, which the last segmentation of `text` found.
  @inlinable
  public func withBytes<Result>(
    of token: SurfaceToken, in text: UnsafeRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let range = token.offset..<token.offset + Int(token.length)
    if token.isInScratch {
      return try withScratch { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
    return try body(UnsafeRawBufferPointer(rebasing: text[range]))
  }

  @usableFromInline
  func withScratch<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try cjk.scratch.withUnsafeBytes(body)
  }

  /// Replaces the content of `term` by the term of a token; false if the token is dropped.
  public func normalize(_ surface: UnsafeRawBufferPointer, into term: inout [UInt8]) -> Bool {
    term.removeAll(keepingCapacity: true)
    let surface = surface.assumingMemoryBound(to: UInt8.self)
    switch chain {
    case .luceneEnglish:
      return english.apply(surface, to: &term)
    case .unicode:
      lowercase.append(surface, to: &term)
    case .snowball:
      lowercase.append(surface, to: &term)
      stemmer?.stem(&term)
    case .icu:
      fold(surface, into: &term)
    case .cjk, .cjkCharacters:
      fold(surface, into: &term)
      return term.withUnsafeBufferPointer { !StopWords.cjk.contains($0) }
    case .whitespace:
      term.append(contentsOf: surface)
    }
    return true
  }

  private func fold(_ surface: UnsafeBufferPointer<UInt8>, into term: inout [UInt8]) {
    // What is folded lies in U+FF01–U+FF9F, whose UTF-8 begins with 0xEF.
    guard let bytes = surface.baseAddress, surface.contains(0xEF) else {
      return lowercase.append(surface, to: &term)
    }
    folded.removeAll(keepingCapacity: true)
    var position = 0
    while position < surface.count {
      let scalar = DecodedScalar(bytes, at: position, end: surface.count)
      folded.append(scalar.value)
      position += scalar.length
    }
    WidthFolding.shared.fold(&folded)
    for scalar in folded { term.append(utf8: lowercase(scalar)) }
  }
}
