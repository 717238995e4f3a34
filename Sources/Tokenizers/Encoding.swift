// SPDX-License-Identifier: Apache-2.0

/// A text, or a pair of texts, as a model reads it.
public struct Encoding: Sendable, Hashable {
  /// The tokens' numbers in the vocabulary.
  public var ids: [Int32] = []
  /// Which segment each token belongs to (0 or 1 for most models), one an id.
  public var typeIDs: [Int32] = []
  /// Whether each token was put there by the template and not by the text, one an id.
  public var isSpecial: [Bool] = []
  /// How many ids there would have been without truncation.
  public var tokenCountBeforeTruncation = 0

  /// An empty encoding.
  public init() {}

  /// Whether tokens were cut off.
  public var isTruncated: Bool { tokenCountBeforeTruncation > ids.count }
}
