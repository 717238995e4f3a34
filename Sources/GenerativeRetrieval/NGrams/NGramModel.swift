// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Generation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A language model that needs no weights: n-grams of the collection, backed off and interpolated,
/// mixed with copying from the query.
///
///     P(t | h, q) = λ copy(t | q) + (1 - λ) P(t | h)
///     P(t | h)    = (c(h t) + μ P(t | h′)) / (c(h) + μ)
///
/// where h′ is the history h without its oldest token, and at the end stands the token's share of the
/// collection. D. J. C. MacKay and L. C. Bauman Peto. A hierarchical Dirichlet language model. Natural
/// Language Engineering 1(3), 1995. All counts are the FM-index's.
struct NGramModel: TokenModel {
  /// What makes one model differ from another.
  struct Settings: Sendable, Hashable {
    /// The longest n-gram that is counted; at least 1.
    var order = 3
    /// The weight of the shorter history, in occurrences (μ).
    var prior: Float = 10
    /// The share of the query (λ).
    var copying: Float = 0.5
  }

  private let index: FMIndex
  private let settings: Settings
  private let copy: CopyModel
  /// Rows of the last 1, 2 … `order - 1` tokens of each hypothesis, as many as it has.
  private var histories: [[Range<Int>]] = [[]]
  /// Occurrences of the tokens at hand.
  private var counts: [UInt32] = []

  /// A fresh model for one query.
  init(_ index: FMIndex, _ copy: CopyModel, _ settings: Settings) {
    self.index = index
    self.copy = copy
    self.settings = settings
  }

  var vocabularySize: Int { index.vocabularySize }

  mutating func logProbabilities(
    of tokens: UnsafeBufferPointer<Int32>, after hypothesis: Int,
    into result: UnsafeMutableBufferPointer<Float>
  ) {
    let scale = 1 / Float(max(1, index.length))
    for (place, token) in tokens.enumerated() {
      result[place] = Float(index.count(of: UInt32(bitPattern: token))) * scale
    }
    for rows in histories[hypothesis] {
      count(tokens, after: rows)
      let size = Float(rows.count) + settings.prior
      for place in tokens.indices {
        result[place] = (Float(counts[place]) + settings.prior * result[place]) / size
      }
    }
    let copying = copy.tokens.isEmpty ? 0 : settings.copying
    var next = 0
    for (place, token) in tokens.enumerated() {
      var probability = result[place] * (1 - copying)
      while next < copy.tokens.count, copy.tokens[next] < token { next += 1 }
      if next < copy.tokens.count, copy.tokens[next] == token {
        probability += copying * copy.probabilities[next]
      }
      result[place] = log(probability)
    }
  }

  private mutating func count(_ tokens: UnsafeBufferPointer<Int32>, after rows: Range<Int>) {
    if counts.count < tokens.count {
      counts += [UInt32](repeating: 0, count: tokens.count - counts.count)
    }
    tokens.withMemoryRebound(to: UInt32.self) { tokens in
      counts.withUnsafeMutableBufferPointer { index.counts(of: tokens, after: rows, into: $0) }
    }
  }

  mutating func advance(parents: [Int], tokens: [Int32]) {
    histories = zip(parents, tokens).map { parent, token in
      let token = UInt32(bitPattern: token)
      let shorter = [index.all] + histories[parent].prefix(max(0, settings.order - 2))
      guard settings.order > 1 else { return [] }
      return shorter.map { index.rows(of: token, after: $0) }.prefix { !$0.isEmpty }.map { $0 }
    }
  }
}
