// SPDX-License-Identifier: Apache-2.0

/// Adds up the scores of several clauses, document range by document range.
///
/// The sums of a window stay in the processor's cache, and within a window every document's scores
/// are added in the order of the clauses.
struct WindowScan {
  /// Documents of a window: as many bits as there are in a word of words.
  static let windowSize = 64 * 64

  private var cursors: [PostingCursor]
  private let scratch: SearchScratch

  init(_ cursors: [PostingCursor], _ scratch: SearchScratch) {
    self.cursors = cursors
    self.scratch = scratch
  }

  /// Calls `visit` with every document that a cursor has, ascending, and the sum of its scores.
  @inline(__always)
  mutating func run(_ visit: (_ document: UInt32, _ sum: Double) -> Void) {
    for index in cursors.indices { cursors[index].start(scratch) }
    if cursors.count == 1 {
      cursors[0].drain(scratch, visit)
      return
    }
    while true {
      var first = UInt32.max
      for index in cursors.indices { first = min(first, cursors[index].document) }
      guard first != .max else { return }
      let start = first & ~UInt32(Self.windowSize - 1)
      let end = start &+ UInt32(Self.windowSize)
      var words: UInt64 = 0
      cursors.withUnsafeMutableBufferPointer { cursors in
        for index in cursors.indices where cursors[index].document < end {
          words |= cursors[index].accumulate(start, end, scratch)
        }
      }
      visitWindow(start, words, visit)
    }
  }

  /// Visits the documents of a window; `words` says which words of bits are not 0.
  @inline(__always)
  private func visitWindow(_ start: UInt32, _ words: UInt64, _ visit: (UInt32, Double) -> Void) {
    let sums = scratch.sums
    let touched = scratch.touched
    var words = words
    while words != 0 {
      let word = words.trailingZeroBitCount
      words &= words &- 1
      var bits = touched[word]
      touched[word] = 0
      while bits != 0 {
        let slot = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        visit(start &+ UInt32(truncatingIfNeeded: slot), sums[slot])
        sums[slot] = 0
      }
    }
  }
}
