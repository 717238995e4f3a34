// SPDX-License-Identifier: Apache-2.0

import CodePoints

/// Decompositions, compositions and combining classes (UAX #15), as the crate
/// `unicode-normalization-alignments` has them.
struct Decomposition: Sendable {
  /// Full canonical decompositions; index 0 stands for none.
  private let canonical: [UInt16]
  /// Full compatibility decompositions; index 0 says that the canonical one counts.
  private let compatible: [UInt16]
  private let blocks: [UInt16]
  private let starts: [UInt32]
  private let scalars: [UInt32]
  private let classBlocks: [UInt16]
  private let classes: [UInt8]
  private let pairs: [UInt64: UInt32]

  /// The one table.
  static let shared = Decomposition()

  private struct Entry: Hashable {
    var canonical: UInt16 = 0
    var compatible: UInt16 = 0
  }

  private init() {
    var entries = CodePointTable<Entry>(Entry())
    var lists: [[UInt32]] = [[]]
    var full: [UInt32: [UInt32]] = [:]
    var pairs: [UInt64: UInt32] = [:]
    var halves: [(UInt32, [UInt32])] = []
    var text = TableText(DecompositionTable.mappings)
    while text.peek() != nil {
      let scalar = text.hexadecimal()
      let sign = text.byte()
      var mapped = [text.hexadecimal()]
      while text.take(",") { mapped.append(text.hexadecimal()) }
      if sign == UInt8(ascii: "~") {
        var entry = entries[scalar]
        entry.compatible = UInt16(lists.count)
        entries.set(scalar...scalar, to: entry)
        lists.append(mapped)
      } else if sign == UInt8(ascii: "=") {
        precondition(mapped.count == 2, "only pairs are composed")
        pairs[UInt64(mapped[0]) << 32 | UInt64(mapped[1])] = scalar
        full[scalar] = mapped
        halves.append((scalar, mapped))
      } else {
        halves.append((scalar, mapped))
      }
    }
    for (scalar, mapped) in halves {
      var mapped = mapped
      while let inner = full[mapped[0]] { mapped.replaceSubrange(0..<1, with: inner) }
      var entry = entries[scalar]
      entry.canonical = UInt16(lists.count)
      entries.set(scalar...scalar, to: entry)
      lists.append(mapped)
    }
    var starts: [UInt32] = []
    var scalars: [UInt32] = []
    for list in lists {
      starts.append(UInt32(scalars.count))
      scalars += list
    }
    starts.append(UInt32(scalars.count))
    let stages = entries.stages
    blocks = stages.blocks
    canonical = stages.values.map(\.canonical)
    compatible = stages.values.map(\.compatible)
    self.starts = starts
    self.scalars = scalars
    self.pairs = pairs
    var table = CodePointTable<UInt8>(0)
    var classText = TableText(DecompositionTable.classes)
    while classText.peek() != nil {
      let range = classText.range()
      precondition(classText.take("+"), "a class is written `range+class`")
      table.set(range, to: UInt8(classText.hexadecimal()))
    }
    (classBlocks, classes) = table.stages
  }

  /// The canonical combining class of `scalar`.
  @inline(__always)
  func combiningClass(_ scalar: UInt32) -> UInt8 {
    classes[Int(classBlocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)]
  }

  /// Calls `body` with each code point of the full decomposition of `scalar`.
  @inline(__always)
  func decompose(_ scalar: UInt32, isCompatible: Bool, _ body: (UInt32) -> Void) {
    let syllable = scalar &- Hangul.syllables
    if syllable < Hangul.count {
      body(Hangul.leading + syllable / (Hangul.vowelCount * Hangul.trailingCount))
      body(
        Hangul.vowel
          + syllable % (Hangul.vowelCount * Hangul.trailingCount) / Hangul.trailingCount)
      let trailing = syllable % Hangul.trailingCount
      if trailing > 0 { body(Hangul.trailing + trailing) }
      return
    }
    let place = Int(blocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)
    var list = Int(isCompatible ? compatible[place] : 0)
    if list == 0 { list = Int(canonical[place]) }
    if list == 0 {
      body(scalar)
    } else {
      for index in Int(starts[list])..<Int(starts[list + 1]) { body(scalars[index]) }
    }
  }

  /// The code point that `first` and `second` compose to; nil when there is none.
  func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    let leading = first &- Hangul.leading
    let vowel = second &- Hangul.vowel
    if leading < Hangul.leadingCount && vowel < Hangul.vowelCount {
      return Hangul.syllables + (leading * Hangul.vowelCount + vowel) * Hangul.trailingCount
    }
    let syllable = first &- Hangul.syllables
    let trailing = second &- Hangul.trailing
    if syllable < Hangul.count, syllable % Hangul.trailingCount == 0, trailing > 0,
      trailing < Hangul.trailingCount
    {
      return first + trailing
    }
    return pairs[UInt64(first) << 32 | UInt64(second)]
  }
}

/// The arithmetic of Hangul syllables (Unicode 16, section 3.12).
private enum Hangul {
  static let syllables: UInt32 = 0xAC00
  static let leading: UInt32 = 0x1100
  static let vowel: UInt32 = 0x1161
  static let trailing: UInt32 = 0x11A7
  static let leadingCount: UInt32 = 19
  static let vowelCount: UInt32 = 21
  static let trailingCount: UInt32 = 28
  static let count: UInt32 = 19 * 21 * 28
}
