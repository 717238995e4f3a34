// SPDX-License-Identifier: Apache-2.0

/// Finds the ends of extended grapheme clusters (UAX #29), as the crate `unicode-segmentation` does.
struct GraphemeClusters: Sendable {
  private let properties = PropertyLookup.shared

  /// The classes, in the order of make.py.
  private enum Class {
    static let other: UInt32 = 0
    static let control: UInt32 = 1
    static let carriageReturn: UInt32 = 2
    static let lineFeed: UInt32 = 3
    static let extend: UInt32 = 4
    static let joiner: UInt32 = 5
    static let regional: UInt32 = 6
    static let prepend: UInt32 = 7
    static let spacingMark: UInt32 = 8
    static let leading: UInt32 = 9
    static let vowel: UInt32 = 10
    static let trailing: UInt32 = 11
    static let vowelSyllable: UInt32 = 12
    static let fullSyllable: UInt32 = 13
    static let pictograph: UInt32 = 14
  }

  private enum Conjunct {
    static let none: UInt32 = 0
    static let consonant: UInt32 = 1
    static let linker: UInt32 = 2
    static let extend: UInt32 = 3
  }

  /// Where the cluster that begins at `start` ends.
  func end(in text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var (scalar, position) = text.scalar(at: start)
    // Between two printable ASCII characters there is always a boundary.
    if scalar < 0x80, scalar != 0x0D, position == end || text[position] < 0x80 { return position }
    var before = properties[scalar]
    var afterPictograph = before.grapheme == Class.pictograph
    var regionals = before.grapheme == Class.regional ? 1 : 0
    var afterConsonant = before.conjunct == Conjunct.consonant
    var hasLinker = false
    while position < end {
      let (next, following) = text.scalar(at: position)
      let property = properties[next]
      let joinsConjunct =
        afterConsonant && hasLinker && property.conjunct == Conjunct.consonant
      let joinsEmoji =
        afterPictograph && before.grapheme == Class.joiner && property.grapheme == Class.pictograph
      let joinsFlag =
        before.grapheme == Class.regional && property.grapheme == Class.regional
        && regionals % 2 == 1
      guard
        joinsConjunct || joinsEmoji || joinsFlag
          || Self.joins(before.grapheme, property.grapheme)
      else { break }
      switch property.conjunct {
      case Conjunct.consonant: (afterConsonant, hasLinker) = (true, false)
      case Conjunct.linker: hasLinker = afterConsonant
      case Conjunct.extend: break
      default: (afterConsonant, hasLinker) = (false, false)
      }
      let isExtending = property.grapheme == Class.extend || property.grapheme == Class.joiner
      afterPictograph = property.grapheme == Class.pictograph || afterPictograph && isExtending
      regionals = property.grapheme == Class.regional ? regionals + 1 : 0
      before = property
      scalar = next
      position = following
    }
    return position
  }

  /// The rules that look at two neighbours only.
  private static func joins(_ left: UInt32, _ right: UInt32) -> Bool {
    if left == Class.carriageReturn { return right == Class.lineFeed }
    if left == Class.control || left == Class.lineFeed { return false }
    switch right {
    case Class.control, Class.carriageReturn, Class.lineFeed: return false
    case Class.extend, Class.joiner, Class.spacingMark: return true
    default: break
    }
    switch left {
    case Class.prepend: return true
    case Class.leading:
      return right == Class.leading || right == Class.vowel || right == Class.vowelSyllable
        || right == Class.fullSyllable
    case Class.vowelSyllable, Class.vowel: return right == Class.vowel || right == Class.trailing
    case Class.fullSyllable, Class.trailing: return right == Class.trailing
    default: return false
    }
  }
}
