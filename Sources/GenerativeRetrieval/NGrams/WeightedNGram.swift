// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Generation

/// An n-gram that was written, and what it is worth.
struct WeightedNGram: Sendable {
  var tokens: [UInt32]
  /// Its occurrences.
  var rows: Range<Int>
  var weight: Float

  /// The n-grams of a search that are worth something, heaviest first; of equal ones the one that
  /// comes first by its tokens.
  ///
  /// - Parameters:
  ///   - tree: What beam search looked at.
  ///   - single: Further tokens and what the model says of them, as n-grams of their own.
  static func list(
    _ tree: BeamTree, _ single: [(token: UInt32, logProbability: Float)], in index: FMIndex,
    _ scoring: NGramScoring
  ) -> [WeightedNGram] {
    var found: [WeightedNGram] = []
    var known: Set<UInt32> = []
    func add(_ rows: Range<Int>, _ logProbability: Float, _ tokens: () -> [UInt32]) {
      let weight = scoring.weight(
        logProbability: logProbability, count: rows.count, length: index.length)
      if weight > 0 { found.append(WeightedNGram(tokens: tokens(), rows: rows, weight: weight)) }
    }
    // Of each node; parents come first.
    var rows: [Range<Int>] = []
    rows.reserveCapacity(tree.nodes.count)
    for (number, node) in tree.nodes.enumerated() {
      let token = UInt32(bitPattern: node.token)
      if node.parent < 0 {
        known.insert(token)
        rows.append(index.rows(of: token))
      } else {
        rows.append(index.rows(of: token, after: rows[Int(node.parent)]))
      }
      add(rows[number], node.score) { tree.tokens(of: number).map { UInt32(bitPattern: $0) } }
    }
    for (token, logProbability) in single where known.insert(token).inserted {
      add(index.rows(of: token), logProbability) { [token] }
    }
    found.sort { $0.isHeavier(than: $1) }
    return found
  }

  /// Whether it is counted before another: the heavier one, or of equals the one whose tokens come
  /// first.
  func isHeavier(than other: WeightedNGram) -> Bool {
    if weight != other.weight { return weight > other.weight }
    return tokens.lexicographicallyPrecedes(other.tokens)
  }
}
