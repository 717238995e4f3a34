// SPDX-License-Identifier: Apache-2.0

internal import CICU

/// The words that ICU finds, with its dictionaries where a script does not part words by spaces.
///
/// ICU's word break rules of the root locale. Which dictionary is asked depends on the script alone,
/// so that there is one analyzer for all languages; the rules of the few locales that have their own
/// (Finnish and Swedish, in ICU 72) differ in the colon. Segments that ICU marks as words or numbers
/// are kept, white space, punctuation, symbols and emoji are not. As by the other analyzers, words
/// over 255 UTF-16 code units are cut.
///
/// For one thread: ICU's iterators keep their place.
final class DictionarySegmenter {
  /// The version of the installed library, whose dictionaries change between versions: `72.1`.
  static let version: String = {
    var major: Int32 = 0
    var minor: Int32 = 0
    bench_icu_version(&major, &minor)
    return "\(major).\(minor)"
  }()

  /// Bytes after which a text is cut at the next space or line feed, which no word crosses.
  private let pieceLength: Int
  /// The most bytes in a piece; where no space comes before, it is cut between two code points.
  private let longestPiece: Int
  private let words: OpaquePointer
  private var units: [UInt16] = []
  /// The offset in the text at which each of ``units`` begins, and that of the end.
  private var offsets: [Int] = []

  /// A segmenter that looks at so many bytes at a time.
  init(pieceLength: Int = 1 << 16, longestPiece: Int = 1 << 24) {
    self.pieceLength = pieceLength
    self.longestPiece = longestPiece
    guard let words = bench_icu_open_words() else {
      preconditionFailure("ICU \(Self.version) is installed without its data")
    }
    self.words = words
  }

  deinit { bench_icu_close(words) }

  /// Appends the words of the `count` bytes at `bytes`.
  func segment(
    _ bytes: UnsafePointer<UInt8>, count: Int, into tokens: inout [SurfaceToken]
  ) {
    var start = 0
    while start < count {
      let end = endOfPiece(bytes, from: start, to: count)
      decode(bytes, from: start, to: end)
      units.withUnsafeBufferPointer { units in
        guard bench_icu_set_text(words, units.baseAddress, Int32(units.count)) != 0 else { return }
        findWords(into: &tokens)
      }
      start = end
    }
  }

  private func findWords(into tokens: inout [SurfaceToken]) {
    var start = 0
    while true {
      let end = Int(bench_icu_next(words))
      guard end > start else { return }
      if bench_icu_is_word(words) != 0 { append(start..<end, to: &tokens) }
      start = end
    }
  }

  /// Appends a word, in parts if it is too long; a pair of surrogates is never parted.
  private func append(_ word: Range<Int>, to tokens: inout [SurfaceToken]) {
    var start = word.lowerBound
    while start < word.upperBound {
      var end = min(word.upperBound, start + WordBreakAutomaton.maximumLength)
      if end < word.upperBound, units[end] & 0xFC00 == 0xDC00 { end -= 1 }
      tokens.append(SurfaceToken(offset: offsets[start], length: offsets[end] - offsets[start]))
      start = end
    }
  }

  /// Makes ``units`` and ``offsets`` of a piece of text.
  private func decode(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    units.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    var position = start
    while position < end {
      let scalar = DecodedScalar(bytes, at: position, end: end)
      if scalar.value <= 0xFFFF {
        units.append(UInt16(scalar.value))
      } else {
        let rest = scalar.value - 0x1_0000
        units.append(0xD800 | UInt16(rest >> 10))
        units.append(0xDC00 | UInt16(rest & 0x3FF))
        offsets.append(position)
      }
      offsets.append(position)
      position += scalar.length
    }
    offsets.append(end)
  }

  private func endOfPiece(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to count: Int
  ) -> Int {
    guard count - start > pieceLength else { return count }
    let limit = min(count, start + longestPiece)
    for place in start + pieceLength..<limit where bytes[place] == 0x20 || bytes[place] == 0x0A {
      return place
    }
    guard limit < count else { return count }
    // Not inside a code point.
    return (limit - 3...limit).last { bytes[$0] & 0xC0 != 0x80 } ?? limit
  }
}
