// SPDX-License-Identifier: Apache-2.0

import CodePoints

/// The kinds of words that are kept, as numbered in the generated automaton.
///
/// A word of ASCII letters and digits is `.word` when the fast path found it, even if it is a
/// number: nothing downstream tells the two apart.
enum WordKind: UInt8, Sendable {
  case none = 0
  case emoji, number, hangul, katakana, word, southEastAsian, ideograph, hiragana

  /// Whether the CJK analyzer makes bigrams of it.
  var isCJK: Bool {
    self == .ideograph || self == .hiragana || self == .katakana || self == .hangul
  }
}

/// The longest word at a place: a deterministic automaton over classes of code points.
///
/// The grammar is that of Lucene 9's StandardTokenizer: the word break rules of UAX #29 and the
/// emoji sequences of UTS #51, Unicode 12.1, South East Asian runs kept whole; see
/// `Tables/make.py`.
struct WordBreakAutomaton: Sendable {
  /// The most UTF-16 code units in a word; longer ones are cut, as Lucene does.
  static let maximumLength = 255

  /// The one instance, expanded from the generated tables at first use.
  static let shared = WordBreakAutomaton()

  private let blocks: [UInt16]
  private let classes: [UInt8]
  /// Rows of 32 cells: the state that follows, 0 for none.
  private let transitions: [UInt8]
  private let accepted: [WordKind]

  private init() {
    var table = CodePointTable<UInt8>(0)
    var text = TableText(WordBreakTables.classes)
    var current: UInt8 = 1
    while text.peek() != nil {
      if text.take(";") {
        current += 1
      } else {
        table.set(text.range(), to: current)
      }
    }
    precondition(Int(current) == WordBreakTables.classCount, "the generated classes are not whole")
    (blocks, classes) = table.stages
    (transitions, accepted) = Self.states(classCount: Int(current))
  }

  private static func states(classCount: Int) -> ([UInt8], [WordKind]) {
    var rows: [UInt8] = Array(repeating: 0, count: 32)
    var text = TableText(WordBreakTables.transitions)
    while text.peek() != nil {
      for _ in 0..<classCount {
        let cell = text.byte()
        rows.append(cell == UInt8(ascii: ".") ? 0 : cell - UInt8(ascii: "0"))
      }
      rows.append(contentsOf: repeatElement(0, count: 32 - classCount))
    }
    var kinds = [WordKind.none]
    var names = TableText(WordBreakTables.accepted)
    while names.peek() != nil {
      kinds.append(WordKind(rawValue: names.byte() - UInt8(ascii: "0")) ?? .none)
    }
    precondition(kinds.count * 32 == rows.count, "the generated automaton is not whole")
    return (rows, kinds)
  }

  /// The longest word that begins at `start`, before `end`, as its end and kind; nil if none does.
  func longestMatch(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> (end: Int, kind: WordKind)? {
    blocks.withUnsafeBufferPointer { blocks in
      classes.withUnsafeBufferPointer { classes in
        transitions.withUnsafeBufferPointer { transitions in
          var state = 1
          var position = start
          var room = Self.maximumLength
          var best: (end: Int, state: Int) = (start, 0)
          while position < end {
            let scalar = DecodedScalar(bytes, at: position, end: end)
            let block = Int(blocks[Int(scalar.value >> 7)])
            let kind = classes[block << 7 | Int(scalar.value & 127)]
            state = Int(transitions[state << 5 | Int(kind)])
            room -= scalar.utf16Length
            guard state != 0, room >= 0 else { break }
            position += scalar.length
            if accepted[state] != .none { best = (position, state) }
          }
          return best.state == 0 ? nil : (best.end, accepted[best.state])
        }
      }
    }
  }
}
