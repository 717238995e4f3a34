// SPDX-License-Identifier: Apache-2.0

/// Working memory of ``Pattern``: what is left to try and, where that gets much, what was tried.
///
/// Whether the rest of a pattern matches depends on the place in the pattern and in the text only.
/// So once a search has failed often, each pair that failed is remembered and not tried again, and
/// no pattern takes exponential time.
struct PatternScratch {
  /// Where matching goes on when what was tried fails.
  struct Frame {
    var counter: Int
    var position: Int
    /// Down to where a run gives back characters.
    var low: Int

    /// The pair as one number; texts are shorter than 2⁴⁸ bytes.
    fileprivate var key: UInt64 { UInt64(counter) << 48 | UInt64(position) }
  }

  private(set) var frames: [Frame] = []
  /// Pairs that led to no match, in the order in which they were tried.
  private(set) var failures: [UInt64] = []
  private var failed: Set<UInt64> = []
  private var backtracks = 0
  /// How often a search fails before it remembers.
  private static let patience = 20_000

  /// Begins a search in another text.
  mutating func begin() {
    guard backtracks > 0 else { return }
    backtracks = 0
    frames.removeAll(keepingCapacity: true)
    if !failures.isEmpty {
      failures.removeAll()
      failed.removeAll()
    }
  }

  @inline(__always)
  mutating func push(_ counter: Int, _ position: Int, low: Int) {
    frames.append(Frame(counter: counter, position: position, low: low))
  }

  /// Ends a match that began with so many frames and failures: what was tried last did not fail.
  @inline(__always)
  mutating func accept(frames floor: Int, failures known: Int) {
    if frames.count > floor { frames.removeLast(frames.count - floor) }
    while failures.count > known {
      if let key = failures.popLast() { failed.remove(key) }
    }
  }

  /// What is to be tried next; nil when nothing is left above `floor`.
  @inline(__always)
  mutating func backtrack(_ text: UnsafePointer<UInt8>, to floor: Int) -> Frame? {
    while frames.count > floor, var frame = frames.popLast() {
      backtracks += 1
      if frame.low < frame.position {
        frame.position = text.scalar(before: frame.position).start
        if frame.low < frame.position { frames.append(frame) }
      }
      if backtracks > Self.patience {
        guard failed.insert(frame.key).inserted else { continue }
        failures.append(frame.key)
      }
      return frame
    }
    return nil
  }
}
