// SPDX-License-Identifier: Apache-2.0

/// Splits at the matches of a pattern.
struct PatternSplit: PreTokenizer {
  private let pattern: Pattern
  private let behavior: SplitBehavior
  private let isInverted: Bool

  /// GPT-2's: contractions, words, numbers and other stretches with the space before them.
  static let wordsOfGPT2 =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// - Parameter isInverted: Whether what lies between matches separates, not the matches.
  init(_ pattern: Pattern, _ behavior: SplitBehavior, isInverted: Bool = false) {
    self.pattern = pattern
    self.behavior = behavior
    self.isInverted = isInverted
  }

  func apply(to text: inout PreTokenizedText) {
    text.splitEach { base, split, splits, matches, scratch in
      matches.removeAll(keepingCapacity: true)
      var previous = split.start
      pattern.forEachMatch(in: base, split.start..<split.end, &scratch) { start, end in
        if previous != start {
          matches.append(
            SplitBehavior.Match(start: previous, end: start, isMatch: isInverted))
        }
        matches.append(SplitBehavior.Match(start: start, end: end, isMatch: !isInverted))
        previous = end
      }
      if previous != split.end {
        matches.append(SplitBehavior.Match(start: previous, end: split.end, isMatch: isInverted))
      }
      behavior.append(matches, of: split, to: &splits)
    }
  }
}
