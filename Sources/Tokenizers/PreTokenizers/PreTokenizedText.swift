// SPDX-License-Identifier: Apache-2.0

/// A part of a text: to be tokenized, or already an added token.
struct Split {
  var start: Int
  var end: Int
  /// The number of the added token that this is; negative when it is text.
  var token: Int32
  /// How many bytes at the front stand for the first character of the input, see
  /// ``NormalizedText/leading``.
  var leading: Int

  /// The part of this split in `range`.
  @inline(__always)
  func part(_ start: Int, _ end: Int) -> Split {
    let leadingEnd = self.start + leading
    return Split(
      start: start, end: end, token: -1, leading: max(0, min(leadingEnd, end) - start))
  }
}

/// A normalized text on its way through the pre-tokenizers.
struct PreTokenizedText: ~Copyable {
  private(set) var bytes = ByteBuffer()
  private(set) var splits: [Split] = []
  private var nextBytes = ByteBuffer()
  private var nextSplits: [Split] = []
  /// Working memory of ``SplitBehavior``.
  var matches: [SplitBehavior.Match] = []
  /// Working memory of patterns.
  var patternScratch = PatternScratch()

  mutating func removeAll() {
    bytes.removeAll()
    splits.removeAll(keepingCapacity: true)
  }

  /// Appends the bytes at `start` as text, unless there are none.
  mutating func append(_ start: UnsafePointer<UInt8>, count: Int, leading: Int) {
    guard count > 0 else { return }
    splits.append(
      Split(
        start: bytes.count, end: bytes.count + count, token: -1, leading: min(leading, count)))
    bytes.append(start, count: count)
  }

  /// Appends an added token.
  mutating func append(token: Int32) {
    splits.append(Split(start: bytes.count, end: bytes.count, token: token, leading: 0))
  }

  /// Cuts every split of text: `body` appends its parts, of which empty ones are dropped.
  @inline(__always)
  mutating func splitEach(
    _ body: (
      UnsafePointer<UInt8>, Split, inout [Split], inout [SplitBehavior.Match], inout PatternScratch
    ) -> Void
  ) {
    nextSplits.removeAll(keepingCapacity: true)
    let base = bytes.pointer
    for split in splits {
      if split.token >= 0 {
        nextSplits.append(split)
      } else {
        body(base, split, &nextSplits, &matches, &patternScratch)
      }
    }
    swap(&splits, &nextSplits)
  }

  /// Writes every split of text anew: `body` appends the bytes and returns how many are leading.
  @inline(__always)
  mutating func rewriteEach(
    _ body: (UnsafeBufferPointer<UInt8>, Split, inout ByteBuffer) -> Int
  ) {
    nextBytes.removeAll()
    nextBytes.reserve(bytes.count * 2)
    let base = bytes.pointer
    for index in splits.indices where splits[index].token < 0 {
      let split = splits[index]
      let start = nextBytes.count
      let old = UnsafeBufferPointer(start: base + split.start, count: split.end - split.start)
      splits[index].leading = body(old, split, &nextBytes)
      splits[index].start = start
      splits[index].end = nextBytes.count
    }
    swap(&bytes, &nextBytes)
  }
}

/// One step of pre-tokenization.
protocol PreTokenizer: Sendable {
  func apply(to text: inout PreTokenizedText)
}

/// Steps in order.
struct PreTokenizerSequence: PreTokenizer {
  var steps: [any PreTokenizer]

  func apply(to text: inout PreTokenizedText) {
    for step in steps { step.apply(to: &text) }
  }
}
