// SPDX-License-Identifier: Apache-2.0

/// Adds up the scores of several clauses, document range by document range.
///
/// The sums of a window stay in the processor's cache, and within a window every document's scores
/// are added in the order of the clauses.
struct WindowScan {
  static let windowSize = 4096

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
    while true {
      var first = UInt32.max
      for index in cursors.indices { first = min(first, cursors[index].document) }
      guard first != .max else { return }
      let start = first & ~UInt32(Self.windowSize - 1)
      let end = start &+ UInt32(Self.windowSize)
      cursors.withUnsafeMutableBufferPointer { cursors in
        for index in cursors.indices where cursors[index].document < end {
          cursors[index].accumulate(start, end, scratch)
        }
      }
      visitWindow(start, visit)
    }
  }

  @inline(__always)
  private func visitWindow(_ start: UInt32, _ visit: (UInt32, Double) -> Void) {
    let sums = scratch.sums
    for word in 0..<(Self.windowSize / 64) {
      var bits = scratch.touched[word]
      guard bits != 0 else { continue }
      scratch.touched[word] = 0
      while bits != 0 {
        let slot = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        visit(start &+ UInt32(truncatingIfNeeded: slot), sums[slot])
        sums[slot] = 0
      }
    }
  }
}
