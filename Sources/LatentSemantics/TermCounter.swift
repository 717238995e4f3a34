// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TextAnalysis

/// Counts the terms of texts; for one thread.
final class TermCounter {
  private let session: AnalysisSession
  private var tokens: [SurfaceToken] = []
  private var term: [UInt8] = []
  private var found: [UInt64] = []

  init(_ analyzer: Analyzer) { session = analyzer.makeSession() }

  /// Begins a new text.
  func begin() { found.removeAll(keepingCapacity: true) }

  /// Adds the terms of a piece of the text.
  func add(_ text: UnsafeRawBufferPointer) {
    session.segment(text, into: &tokens)
    for token in tokens {
      let isTerm = session.withBytes(of: token, in: text) {
        session.normalize($0, into: &term)
      }
      guard isTerm, !term.isEmpty else { continue }
      found.append(term.withUnsafeBytes { IdentifierFingerprints.fingerprint($0) })
    }
  }

  /// Calls `body` with each distinct term and how often it occurs, terms ascending.
  func forEachTerm(_ body: (_ term: UInt64, _ count: Int) -> Void) {
    found.sort()
    var start = 0
    while start < found.count {
      var end = start + 1
      while end < found.count, found[end] == found[start] { end += 1 }
      body(found[start], end - start)
      start = end
    }
  }
}
