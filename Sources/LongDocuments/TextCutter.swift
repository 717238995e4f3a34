// SPDX-License-Identifier: Apache-2.0

import TextAnalysis

/// Finds where a text has to be cut; of one thread.
struct TextCutter {
  private let session: AnalysisSession
  private var tokens: [SurfaceToken] = []

  init() {
    do {
      session = try Analyzer(named: "unicode").makeSession()
    } catch {
      preconditionFailure("there is an analyzer for words: \(error)")
    }
  }

  /// The length in bytes of the beginning of `text` with at most `count` tokens and what follows
  /// them up to the next.
  mutating func length(of text: UnsafeRawBufferPointer, tokens count: Int) -> Int {
    session.segment(text, into: &tokens)
    return count < tokens.count ? tokens[count].offset : text.count
  }

  /// Calls `body` with the range of each passage of `text` in bytes, first to last.
  ///
  /// A text always has one passage, be it empty. Together the ranges cover the text: the first
  /// begins with it, the last ends with it, and each ends where the first token begins that is not
  /// in it. No passage begins within the last one.
  mutating func forEachPassage(
    of text: UnsafeRawBufferPointer, _ policy: PassagePolicy, _ body: (Range<Int>) -> Void
  ) {
    session.segment(text, into: &tokens)
    var first = 0
    while true {
      let start = first == 0 ? 0 : tokens[first].offset
      guard tokens.count - first > policy.length else { return body(start..<text.count) }
      body(start..<tokens[first + policy.length].offset)
      first += policy.stride
    }
  }
}
