// SPDX-License-Identifier: Apache-2.0

/// Token sequences one behind the other, without padding.
package struct PackedBatch: Sendable, Hashable {
  /// Ids of all tokens.
  package private(set) var tokens: [Int32] = []
  /// Where each sequence starts in ``tokens``, and at last where the last one ends.
  package private(set) var starts: [Int] = [0]
  /// Tokens of the longest sequence.
  package private(set) var longest = 0

  /// An empty batch.
  package init() {}

  /// The number of sequences.
  package var count: Int { starts.count - 1 }

  /// Adds a sequence at the end.
  package mutating func append(_ sequence: some Collection<Int32>) {
    tokens.append(contentsOf: sequence)
    longest = max(longest, tokens.count - starts[count])
    starts.append(tokens.count)
  }

  /// Where the tokens of a sequence lie.
  package func range(_ sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }
}
