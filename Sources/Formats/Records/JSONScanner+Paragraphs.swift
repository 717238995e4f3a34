// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
  /// Decodes the strings of an array, each to end with a line feed, to one that the arena keeps.
  ///
  /// No byte more than the array has: a line feed takes the place of a quote.
  ///
  /// - Parameters:
  ///   - range: Where the array is in the input; it was checked when it was read.
  ///   - title: Where a text lies in the arena that the first paragraph may repeat; it is left out
  ///     then.
  /// - Returns: Where the text lies in the arena; nil when the array holds something else.
  mutating func joinParagraphs(_ range: Range<Int>, without title: Range<Int>) -> Range<Int>? {
    let (end, start) = (position, used)
    defer { position = end }
    position = range.lowerBound + 1
    skipBlanks()
    var isFirst = true
    while position < range.upperBound - 1 {
      guard let paragraph = try? string() else { return nil }
      if !(isFirst && isEqual(paragraph, title)) {
        used = paragraph.upperBound
        if !paragraph.isEmpty && arena[used - 1] != UInt8(ascii: "\n") {
          arena[used] = UInt8(ascii: "\n")
          used += 1
        }
      }
      isFirst = false
      guard (try? hasMore(before: UInt8(ascii: "]"))) == true else { break }
    }
    return start..<used
  }

  /// Whether the strings are equal but for a line feed at the end of the first.
  private func isEqual(_ paragraph: Range<Int>, _ title: Range<Int>) -> Bool {
    let hasLineEnd = paragraph.last.map { arena[$0] == UInt8(ascii: "\n") } ?? false
    let text = hasLineEnd ? paragraph.dropLast() : paragraph
    return text.count == title.count && zip(text, title).allSatisfy { arena[$0] == arena[$1] }
  }
}
