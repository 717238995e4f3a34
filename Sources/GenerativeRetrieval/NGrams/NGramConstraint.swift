// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Generation

/// Only n-grams that the collection has are written.
///
/// After an n-gram with many different successors only the most frequent ones may be looked at, and
/// those that the caller cares for: a model of the collection could hardly write the others.
struct NGramConstraint: TokenConstraint {
  private let index: FMIndex
  /// Ascending, without repetition; always allowed where they exist.
  private let preferred: [Int32]
  /// How often they follow the n-gram at hand.
  private var preferredCounts: [UInt32]
  /// The most frequent successors that are looked at; nil for all.
  private let choices: Int?
  /// Occurrences of each hypothesis.
  private var rows: [Range<Int>]

  init(_ index: FMIndex, preferring preferred: [Int32], choices: Int?) {
    self.index = index
    self.preferred = preferred
    self.choices = choices
    preferredCounts = [UInt32](repeating: 0, count: preferred.count)
    rows = [index.all]
  }

  mutating func allowedTokens(after hypothesis: Int, into tokens: inout [Int32]) {
    tokens.removeAll(keepingCapacity: true)
    let rows = rows[hypothesis]
    // All of few rows take less time than the best of many.
    guard let choices, rows.count > 16 * choices else {
      index.forEachNext(after: rows) { token, _ in
        if token != FMIndex.end { tokens.append(Int32(bitPattern: token)) }
      }
      return
    }
    index.forEachFrequentNext(after: rows, limit: choices) { token, _ in
      if token != FMIndex.end { tokens.append(Int32(bitPattern: token)) }
    }
    preferred.withUnsafeBufferPointer {
      $0.withMemoryRebound(to: UInt32.self) { preferred in
        preferredCounts.withUnsafeMutableBufferPointer {
          index.counts(of: preferred, after: rows, into: $0)
        }
      }
    }
    for (token, count) in zip(preferred, preferredCounts) where count > 0 { tokens.append(token) }
    tokens.sort()
    var kept = 0
    for index in tokens.indices where index == 0 || tokens[index] != tokens[index - 1] {
      tokens[kept] = tokens[index]
      kept += 1
    }
    tokens.removeLast(tokens.count - kept)
  }

  mutating func advance(parents: [Int], tokens: [Int32]) {
    rows = zip(parents, tokens).map { parent, token in
      index.rows(of: UInt32(bitPattern: token), after: rows[parent])
    }
  }
}
