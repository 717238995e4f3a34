// SPDX-License-Identifier: Apache-2.0

/// How texts that are too long are cut.
public struct Truncation: Sendable, Hashable {
  /// Which text of a pair is cut.
  public enum Strategy: String, Sendable, Hashable {
    /// The longer one, until both are equally long.
    case longestFirst = "LongestFirst"
    /// The first only.
    case onlyFirst = "OnlyFirst"
    /// The second only.
    case onlySecond = "OnlySecond"
  }

  /// The most ids, special tokens included.
  public var maximumLength: Int
  /// Which text of a pair is cut; a single text is cut in any case.
  public var strategy: Strategy
  /// Whether the beginning is cut off and the end stays.
  public var keepsEnd: Bool

  /// A limit of `maximumLength` ids.
  public init(maximumLength: Int, strategy: Strategy = .longestFirst, keepsEnd: Bool = false) {
    self.maximumLength = maximumLength
    self.strategy = strategy
    self.keepsEnd = keepsEnd
  }

  /// How many tokens of each text stay when `room` are left for both.
  ///
  /// Where the strategy's text is too short to make room, none of it stays and the result is longer
  /// than `room`.
  func lengths(_ first: Int, _ second: Int?, room: Int) -> (first: Int, second: Int) {
    let room = max(0, room)
    guard let second else { return (min(first, room), 0) }
    let excess = first + second - room
    guard excess > 0 else { return (first, second) }
    switch strategy {
    case .onlyFirst: return (max(0, first - excess), second)
    case .onlySecond: return (first, max(0, second - excess))
    case .longestFirst:
      let shorter = min(first, second)
      var short = shorter
      var long = shorter > room ? shorter : max(shorter, room - shorter)
      if short + long > room {
        short = room / 2
        long = short + room % 2
      }
      return first > second ? (long, short) : (short, long)
    }
  }
}
