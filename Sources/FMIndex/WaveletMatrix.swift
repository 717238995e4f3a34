// SPDX-License-Identifier: Apache-2.0

/// A sequence of tokens that says how often any of them stands before a position, and which stand in a
/// range, each in time of its bits.
///
/// F. Claude, G. Navarro and A. Ordóñez. The wavelet matrix: an efficient wavelet tree for large
/// alphabets. Information Systems 47, 2015. Level by level, from the highest bit of a token to the
/// lowest, the tokens are split stably: those with a zero go before those with a one.
///
/// In a large index nearly every rank waits for memory. What asks for many tokens therefore goes down
/// level by level with all of them, so that their waits overlap, and says early what comes next.
struct WaveletMatrix {
  let levels: [Level]

  struct Level {
    let bits: RankBits
    /// Tokens with a zero, which stand before the others on the next level.
    let zeros: Int
  }

  /// Levels, the highest bit's first.
  init(_ levels: [RankBits]) {
    self.levels = levels.map { Level(bits: $0, zeros: $0.count - $0.rank($0.count)) }
  }

  /// Where the range goes when every level keeps only tokens with the bits of `token`.
  @inline(__always)
  func descend(_ range: Range<Int>, to token: UInt32) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    var bit = UInt32(1) &<< UInt32(truncatingIfNeeded: levels.count &- 1)
    levels.withUnsafeBufferPointer { levels in
      for level in levels {
        let ones = (level.bits.rank(low), level.bits.rank(high))
        if token & bit != 0 {
          low = level.zeros &+ ones.0
          high = level.zeros &+ ones.1
        } else {
          low = low &- ones.0
          high = high &- ones.1
        }
        bit &>>= 1
        if low == high { return }
      }
    }
    return low..<max(low, high)
  }

  /// A part of a range: tokens that begin with the same bits.
  struct Part {
    var low: UInt32
    var high: UInt32
    var prefix: UInt32

    @inline(__always)
    init(low: UInt32, high: UInt32, prefix: UInt32) {
      self.low = low
      self.high = high
      self.prefix = prefix
    }

    init(_ range: Range<Int>) {
      self.init(low: UInt32(range.lowerBound), high: UInt32(range.upperBound), prefix: 0)
    }

    var isEmpty: Bool { low >= high }
    var range: Range<Int> { Int(low)..<Int(high) }

    /// Asks for what ``WaveletMatrix/split(_:_:)`` reads.
    @inline(__always)
    func fetch(_ level: Level) {
      level.bits.fetch(Int(low))
      level.bits.fetch(Int(high))
    }
  }

  /// Divides a part by the bit of a level.
  @inline(__always)
  static func split(_ part: Part, _ level: Level) -> (zeros: Part, ones: Part) {
    let low = UInt32(truncatingIfNeeded: level.bits.rank(Int(part.low)))
    let high = UInt32(truncatingIfNeeded: level.bits.rank(Int(part.high)))
    let zeros = UInt32(truncatingIfNeeded: level.zeros)
    return (
      Part(low: part.low &- low, high: part.high &- high, prefix: part.prefix &<< 1),
      Part(low: zeros &+ low, high: zeros &+ high, prefix: part.prefix &<< 1 | 1)
    )
  }

  /// Calls `body` with every token in a range, ascending, and where its occurrences go.
  func forEachToken(in range: Range<Int>, _ body: (_ token: UInt32, _ range: Range<Int>) -> Void) {
    guard !range.isEmpty else { return }
    let most = min(range.count, 1 << levels.count)
    withUnsafeTemporaryAllocation(of: Part.self, capacity: 2 * most) { memory in
      guard var parts = memory.baseAddress else { return }
      var next = parts + most
      parts[0] = Part(range)
      var count = 1
      levels.withUnsafeBufferPointer { levels in
        for depth in levels.indices {
          let following = levels[min(depth &+ 1, levels.count &- 1)]
          var found = 0
          for place in 0..<count {
            let (zeros, ones) = Self.split(parts[place], levels[depth])
            if !zeros.isEmpty {
              zeros.fetch(following)
              next[found] = zeros
              found &+= 1
            }
            if !ones.isEmpty {
              ones.fetch(following)
              next[found] = ones
              found &+= 1
            }
          }
          swap(&parts, &next)
          count = found
        }
      }
      for place in 0..<count { body(parts[place].prefix, parts[place].range) }
    }
  }
}
