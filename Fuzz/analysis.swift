// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import TextAnalysis

// libFuzzer calls the target from one thread.
nonisolated(unsafe) private let sessions = [
  "lucene-english", "cjk", "cjk-characters", "icu", "unicode", "whitespace", "snowball-german",
].map { name in
  guard let analyzer = try? Analyzer(named: name) else { fatalError("no analyzer \(name)") }
  return (name: name, session: analyzer.makeSession())
}
nonisolated(unsafe) private let whole = DictionarySegmenter(pieceLength: 1 << 20)
nonisolated(unsafe) private let pieces = DictionarySegmenter(pieceLength: 9)

/// Analyses the input, which need not be UTF-8, by every kind of analyzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAnalysis(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = Array(UnsafeBufferPointer(start: data, count: count))
  for (name, session) in sessions {
    let once = terms(of: text, by: session, name)
    // A line feed parts words and runs, so that lines can be analysed one by one.
    require(
      terms(of: text + [0x0A] + text, by: session, name) == once + once,
      "\(name): lines are analysed apart")
  }
  compareWithAutomaton(text)
  require(words(text, whole) == words(text, pieces), "words do not depend on pieces")
  return 0
}

private func terms(of text: [UInt8], by session: AnalysisSession, _ name: String) -> [[UInt8]] {
  var tokens: [SurfaceToken] = []
  var term: [UInt8] = []
  var again: [UInt8] = []
  return text.withUnsafeBytes { text in
    session.segment(text, into: &tokens)
    return tokens.compactMap { token in
      require(token.length > 0 && token.offset >= 0, "\(name): tokens are not empty")
      require(
        token.isInScratch || token.offset + Int(token.length) <= text.count,
        "\(name): tokens lie in the text")
      return session.withBytes(of: token, in: text) { surface in
        let isKept = session.normalize(surface, into: &term)
        require(
          session.normalize(surface, into: &again) == isKept && again == term,
          "\(name): a surface has one term")
        require(
          !isKept || name == "whitespace" || String(validating: term, as: UTF8.self) != nil,
          "\(name): terms are UTF-8")
        return isKept ? term : nil
      }
    }
  }
}

/// Words by the byte table and the automaton are those of the automaton alone.
private func compareWithAutomaton(_ text: [UInt8]) {
  text.withUnsafeBufferPointer { text in
    guard let start = text.baseAddress else { return }
    var iterator = WordIterator(start, count: text.count, automaton: .shared)
    var position = 0
    while position < text.count {
      let match = WordBreakAutomaton.shared.longestMatch(start, from: position, to: text.count)
      guard let match else {
        position += DecodedScalar(start, at: position, end: text.count).length
        continue
      }
      let word = iterator.next()
      require(
        word?.start == position && word?.end == match.end,
        "the byte table finds the words of the automaton")
      position = match.end
    }
    require(iterator.next() == nil, "and no others")
  }
}

private func words(_ text: [UInt8], _ segmenter: DictionarySegmenter) -> [SurfaceToken] {
  var tokens: [SurfaceToken] = []
  text.withUnsafeBufferPointer { text in
    guard let start = text.baseAddress else { return }
    segmenter.segment(start, count: text.count, into: &tokens)
  }
  return tokens
}
