// SPDX-License-Identifier: Apache-2.0

/// What becomes of the separators when a text is split at them.
enum SplitBehavior: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// A stretch of text, either a separator or what lies between two.
  struct Match {
    var start: Int
    var end: Int
    var isMatch: Bool
  }

  /// Appends the parts of `split`, which `matches` cover in order; empty ones are dropped.
  func append(_ matches: [Match], of split: Split, to splits: inout [Split]) {
    switch self {
    case .isolated:
      for match in matches { Self.append(match.start, match.end, of: split, to: &splits) }
    case .removed:
      for match in matches where !match.isMatch {
        Self.append(match.start, match.end, of: split, to: &splits)
      }
    case .contiguous, .mergedWithPrevious:
      var pending: (start: Int, end: Int)?
      var previous = false
      for match in matches {
        let joins =
          self == .contiguous ? match.isMatch == previous : match.isMatch && !previous
        previous = match.isMatch
        if joins, let start = pending?.start {
          pending = (start, match.end)
        } else {
          if let pending { Self.append(pending.start, pending.end, of: split, to: &splits) }
          pending = (match.start, match.end)
        }
      }
      if let pending { Self.append(pending.start, pending.end, of: split, to: &splits) }
    case .mergedWithNext:
      // A separator joins what follows, unless that is a separator too.
      var index = 0
      while index < matches.count {
        let match = matches[index]
        let joins = match.isMatch && index + 1 < matches.count && !matches[index + 1].isMatch
        Self.append(match.start, joins ? matches[index + 1].end : match.end, of: split, to: &splits)
        index += joins ? 2 : 1
      }
    }
  }

  @inline(__always)
  private static func append(_ start: Int, _ end: Int, of split: Split, to splits: inout [Split]) {
    if start < end { splits.append(split.part(start, end)) }
  }
}
