// SPDX-License-Identifier: Apache-2.0

extension WaveletMatrix {
  /// Tokens whose highest bits are equal, and the part of a range that they are in.
  private struct Group {
    var low: UInt32
    var high: UInt32
    /// Places of the tokens.
    var first: UInt32
    var end: UInt32
  }

  /// How often each of some tokens is in a range.
  ///
  /// - Parameters:
  ///   - tokens: Ascending, without repetition, each of no more bits than there are levels.
  ///   - counts: As many as there are tokens.
  func count(
    _ tokens: UnsafeBufferPointer<UInt32>, in range: Range<Int>,
    into counts: UnsafeMutablePointer<UInt32>
  ) {
    counts.update(repeating: 0, count: tokens.count)
    guard !range.isEmpty, let tokens = tokens.first.map({ _ in tokens }) else { return }
    let most = min(tokens.count, range.count)
    withUnsafeTemporaryAllocation(of: Group.self, capacity: 2 * most) { memory in
      guard var groups = memory.baseAddress else { return }
      var next = groups + most
      groups[0] = Group(
        low: UInt32(range.lowerBound), high: UInt32(range.upperBound), first: 0,
        end: UInt32(tokens.count))
      var count = 1
      levels.withUnsafeBufferPointer { levels in
        for depth in levels.indices {
          let level = levels[depth]
          let following = levels[min(depth &+ 1, levels.count &- 1)]
          let bit = UInt32(1) &<< UInt32(truncatingIfNeeded: levels.count &- 1 &- depth)
          var found = 0
          for place in 0..<count {
            let group = groups[place]
            let part = Part(low: group.low, high: group.high, prefix: 0)
            let (zeros, ones) = Self.split(part, level)
            let middle = Self.firstWith(bit, group.first, group.end, of: tokens)
            if !zeros.isEmpty, group.first < middle {
              zeros.fetch(following)
              next[found] = Group(
                low: zeros.low, high: zeros.high, first: group.first, end: middle)
              found &+= 1
            }
            if !ones.isEmpty, middle < group.end {
              ones.fetch(following)
              next[found] = Group(low: ones.low, high: ones.high, first: middle, end: group.end)
              found &+= 1
            }
          }
          swap(&groups, &next)
          count = found
        }
      }
      // Behind the last level a group is one token.
      for place in 0..<count {
        counts[Int(groups[place].first)] = groups[place].high &- groups[place].low
      }
    }
  }

  /// The first place whose token has a bit; tokens that differ in lower bits only are ascending.
  @inline(__always)
  private static func firstWith(
    _ bit: UInt32, _ first: UInt32, _ end: UInt32, of tokens: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var low = first
    var high = end
    while low < high {
      let middle = (low &+ high) / 2
      if tokens[Int(middle)] & bit == 0 { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
