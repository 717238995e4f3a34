// SPDX-License-Identifier: Apache-2.0

/// A compiled pattern: finds its matches in UTF-8 as Oniguruma does, leftmost first and, of those
/// that begin together, the one that comes first in the pattern.
struct Pattern: Sendable {
  /// One step of matching.
  enum Instruction: Sendable {
    case set(Int)
    /// As many members as there are, between both bounds; given back one by one.
    case run(set: Int, minimum: Int, maximum: Int)
    /// The first is tried first.
    case split(Int, Int)
    case jump(Int)
    /// The body follows and ends with `accept`; matching goes on at `next`.
    case look(next: Int, isAhead: Bool, isNegative: Bool)
    case atomic(next: Int)
    case anchor(PatternAnchor)
    case accept
  }

  private let sets: [ScalarSet]
  private let code: [Instruction]
  /// Where in ``entries`` the alternatives are that can begin with each ASCII character, then those
  /// that can begin with any other character, then those that can be empty.
  private let starts: [Range<Int>]
  private let entries: [Int]
  private static let others = 128
  private static let empty = 129
  private let properties = PropertyLookup.shared

  /// Compiles `text`.
  init(_ text: String) throws(PatternFault) {
    try self.init(PatternParser.parse(text))
  }

  init(_ tree: PatternNode) throws(PatternFault) {
    var compiler = PatternCompiler()
    let parts: [PatternNode] = if case .alternatives(let parts) = tree { parts } else { [tree] }
    var alternatives: [(part: PatternNode, entry: Int)] = []
    for part in parts {
      alternatives.append((part, compiler.code.count))
      try compiler.compile(part)
      compiler.code.append(.accept)
    }
    code = compiler.code
    sets = compiler.sets
    var entries: [Int] = []
    starts = (0...Self.empty).map { first in
      let start = entries.count
      for (part, entry) in alternatives {
        let byte = first < Self.others ? UInt8(first) : nil
        if part.isNullable || first < Self.empty && part.canTake(byte) { entries.append(entry) }
      }
      return start..<entries.count
    }
    self.entries = entries
  }

  /// Calls `body` with the place of every match in `text[range]`, in order; what lies outside the
  /// range does not exist for the pattern.
  @inline(__always)
  func forEachMatch(
    in text: UnsafePointer<UInt8>, _ range: Range<Int>, _ scratch: inout PatternScratch,
    _ body: (Int, Int) -> Void
  ) {
    var position = range.lowerBound
    var last = -1
    scratch.begin()
    while position <= range.upperBound {
      guard let end = match(text, range, at: position, &scratch) else {
        guard position < range.upperBound else { return }
        position = text.scalar(at: position).next
        continue
      }
      // An empty match at the end of the last one does not count.
      if end == position && last == end {
        guard position < range.upperBound else { return }
        position = text.scalar(at: position).next
        continue
      }
      body(position, end)
      last = end
      // After an empty match the search goes on in place and finds what is not empty there, if
      // anything, because only the first choice of a pattern counts.
      position = end
    }
  }

  /// Where the match that begins at `start` ends.
  private func match(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>, at start: Int,
    _ scratch: inout PatternScratch
  ) -> Int? {
    let first = start < range.upperBound ? min(Int(text[start]), Self.others) : Self.empty
    for place in starts[first] {
      if let end = run(entries[place], text, range, from: start, &scratch) { return end }
    }
    return nil
  }

  /// The position after one member of `set` at `position`.
  @inline(__always)
  private func step(
    _ set: Int, _ text: UnsafePointer<UInt8>, _ position: Int, _ end: Int
  ) -> Int? {
    guard position < end else { return nil }
    let byte = text[position]
    if byte < 0x80 { return sets[set].contains(ascii: byte) ? position + 1 : nil }
    let (scalar, next) = text.scalar(at: position)
    return sets[set].contains(scalar, properties) ? next : nil
  }

  // Recursion is bounded by the nesting of groups in the pattern.
  private func run(
    _ entry: Int, _ text: UnsafePointer<UInt8>, _ range: Range<Int>, from start: Int,
    _ scratch: inout PatternScratch
  ) -> Int? {
    let floor = scratch.frames.count
    let failures = scratch.failures.count
    var counter = entry
    var position = start
    while true {
      var succeeded = true
      switch code[counter] {
      case .accept:
        scratch.accept(frames: floor, failures: failures)
        return position
      case .set(let set):
        if let next = step(set, text, position, range.upperBound) {
          position = next
          counter += 1
        } else {
          succeeded = false
        }
      case .run(let set, let minimum, let maximum):
        var count = 0
        var low = position
        while count < maximum, let next = step(set, text, position, range.upperBound) {
          count += 1
          position = next
          if count == minimum { low = position }
        }
        succeeded = count >= minimum
        if succeeded {
          counter += 1
          if low < position {
            scratch.push(counter, position, low: low)
          }
        }
      case .split(let first, let second):
        scratch.push(second, position, low: position)
        counter = first
      case .jump(let target):
        counter = target
      case .look(let next, let isAhead, let isNegative):
        var from: Int? = position
        if !isAhead {
          from = position > range.lowerBound ? text.scalar(before: position).start : nil
        }
        let found = from.flatMap { run(counter + 1, text, range, from: $0, &scratch) } != nil
        succeeded = found != isNegative
        if succeeded { counter = next }
      case .atomic(let next):
        if let end = run(counter + 1, text, range, from: position, &scratch) {
          position = end
          counter = next
        } else {
          succeeded = false
        }
      case .anchor(let anchor):
        succeeded = Self.holds(anchor, text, range, at: position)
        counter += 1
      }
      if !succeeded {
        guard let frame = scratch.backtrack(text, to: floor) else { return nil }
        counter = frame.counter
        position = frame.position
      }
    }
  }

  private static func holds(
    _ anchor: PatternAnchor, _ text: UnsafePointer<UInt8>, _ range: Range<Int>, at position: Int
  ) -> Bool {
    let newline = UInt8(ascii: "\n")
    let isStart = position == range.lowerBound
    let isEnd = position == range.upperBound
    switch anchor {
    case .textStart: return isStart
    case .textEnd: return isEnd
    case .lineStart: return isStart || !isEnd && text[position - 1] == newline
    case .lineEnd: return isEnd || text[position] == newline
    case .textEndOrLastNewline:
      return isEnd || position + 1 == range.upperBound && text[position] == newline
    }
  }
}
