// SPDX-License-Identifier: Apache-2.0

/// The place of a word in a text.
struct WordSpan {
  /// Offset of its first byte.
  var start: Int
  /// Offset past its last byte.
  var end: Int
  /// What it is made of.
  var kind: WordKind
}

/// The words of a text, from the first to the last.
///
/// Words of ASCII letters, digits, `_` and single separators between them are found by a byte
/// table; whatever touches a byte above 0x7F, or is longer than the limit, by the automaton.
/// Both give the same words: the table is the automaton's grammar with all but ASCII left out.
struct WordIterator {
  private let automaton: WordBreakAutomaton
  private let kinds: UnsafePointer<UInt8>
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  private var position = 0

  /// The words of the `count` bytes at `bytes`, which outlive the iterator.
  init(_ bytes: UnsafePointer<UInt8>, count: Int, automaton: WordBreakAutomaton) {
    self.automaton = automaton
    self.bytes = bytes
    end = count
    kinds = ByteKind.table
  }

  /// The next word, or nil after the last.
  @inline(__always)
  mutating func next() -> WordSpan? {
    while position < end {
      let kind = kinds[Int(bytes[position])]
      if kind & ByteKind.word != 0 {
        if let word = asciiWord() { return word }
      } else if kind >= ByteKind.keycapSign, kind == ByteKind.beyond || isBeyond(position + 1) {
        if let word = match(from: position) { return word }
      } else {
        position += 1
      }
    }
    return nil
  }

  /// The word that begins at `position` with an ASCII letter, digit or `_`; nil, and `position`
  /// moved on, if it is nothing but `_`.
  @inline(__always)
  private mutating func asciiWord() -> WordSpan? {
    let start = position
    let limit = min(end, start + WordBreakAutomaton.maximumLength + 1)
    var at = start
    while true {
      skipRun(&at, to: limit)
      if at >= limit {
        if limit != end || at - start > WordBreakAutomaton.maximumLength {
          return match(from: start)
        }
        break
      }
      let kind = kinds[Int(bytes[at])]
      if kind == 0 { break }
      if kind == ByteKind.beyond { return match(from: start) }
      guard kind & ByteKind.middle != 0, at + 1 < end else { break }
      let next = kinds[Int(bytes[at + 1])]
      if next == ByteKind.beyond { return match(from: start) }
      let sides = kinds[Int(bytes[at - 1])] & next
      guard sides & (kind >> ByteKind.middleShift) != 0 else { break }
      at += 1
    }
    position = at
    let isWord =
      bytes[start] != UInt8(ascii: "_") || bytes[at - 1] != UInt8(ascii: "_")
      || (start..<at).contains { bytes[$0] != UInt8(ascii: "_") }
    return isWord ? WordSpan(start: start, end: at, kind: .word) : nil
  }

  /// Moves `at` past ASCII letters, digits and `_`, eight at a time, to `limit` or a little further
  /// if the run goes on there.
  @inline(__always)
  private func skipRun(_ at: inout Int, to limit: Int) {
    while at + 8 <= end {
      let chunk = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
      let run = ByteKind.leadingWordBytes(UInt64(littleEndian: chunk))
      at += run
      if run < 8 || at >= limit { return }
    }
    while at < limit, kinds[Int(bytes[at])] & ByteKind.word != 0 { at += 1 }
  }

  private func isBeyond(_ place: Int) -> Bool {
    place < end && bytes[place] >= 0x80
  }

  /// What the automaton finds at `start`; nil, and one code point skipped, if nothing begins there.
  @inline(never)
  private mutating func match(from start: Int) -> WordSpan? {
    if let found = automaton.longestMatch(bytes, from: start, to: end) {
      position = found.end
      return WordSpan(start: start, end: found.end, kind: found.kind)
    }
    position = start + DecodedScalar(bytes, at: start, end: end).length
    return nil
  }
}

/// What one byte can do in a word of ASCII.
enum ByteKind {
  static let letter: UInt8 = 1
  static let digit: UInt8 = 2
  static let underscore: UInt8 = 4
  /// Joins two letters (`.` `'` `:`) or two digits (`.` `'` `,` `;`) when alone between them.
  static let middleOfLetters: UInt8 = letter << middleShift
  static let middleOfDigits: UInt8 = digit << middleShift
  /// `#` and `*` begin an emoji when a combining keycap follows.
  static let keycapSign: UInt8 = 32
  /// No ASCII.
  static let beyond: UInt8 = 64

  static let middleShift: UInt8 = 3
  static let alphanumeric = letter | digit
  static let word = alphanumeric | underscore
  static let middle = middleOfLetters | middleOfDigits

  /// How many of the eight bytes of `chunk`, from the lowest on, are letters, digits or `_`.
  @inline(__always)
  static func leadingWordBytes(_ chunk: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = chunk & (ones * 0x7F)
    let folded = low | (ones * 0x20)
    // Adding 0x80 - x to a byte below 0x80 sets its highest bit if it is at least x.
    func inRange(_ bytes: UInt64, _ first: UInt64, _ last: UInt64) -> UInt64 {
      (bytes &+ ones &* (0x80 - first)) & ~(bytes &+ ones &* (0x7F - last))
    }
    let word = inRange(folded, 0x61, 0x7A) | inRange(low, 0x30, 0x39) | inRange(low, 0x5F, 0x5F)
    return ((~word | chunk) & (ones * 0x80)).trailingZeroBitCount / 8
  }

  /// The kind of every byte; written once here, never freed.
  nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 0, count: 256)
    func set(_ characters: String, _ kind: UInt8) {
      for byte in characters.utf8 { table[Int(byte)] |= kind }
    }
    set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", letter)
    set("0123456789", digit)
    set("_", underscore)
    set(".':", middleOfLetters)
    set(".',;", middleOfDigits)
    set("#*", keycapSign)
    for byte in 0x80...0xFF { table[byte] = beyond }
    return UnsafePointer(table)
  }()
}
