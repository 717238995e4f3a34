// SPDX-License-Identifier: Apache-2.0

/// The columns of one run line with escaped identifiers.
struct EncodedRunLine {
  /// The document's id as it is written.
  let document: Range<Int>
  /// The score; may be infinite.
  let score: Double
  /// The tag, empty where a table has none.
  let tag: Range<Int>
  /// Where the last column that was read ends.
  let end: Int

  /// Reads the line at `start`; nil where it is malformed.
  init?(in text: FieldText, at start: Int, _ layout: RunLayout) {
    let columns = layout == .table ? Self.table(text, start) : Self.trec(text, start)
    guard let columns, let number = DecimalNumber(in: text, at: columns.score.lowerBound),
      number.end == columns.score.upperBound
    else { return nil }
    document = columns.document
    score = number.value
    tag = columns.tag
    end = columns.tag.upperBound
  }

  private typealias Columns = (document: Range<Int>, score: Range<Int>, tag: Range<Int>)

  private static func trec(_ text: FieldText, _ start: Int) -> Columns? {
    var columns: [Range<Int>] = []
    var next: Int? = start
    while columns.count < 6 {
      guard let begin = next else { return nil }
      columns.append(begin..<text.fieldEnd(from: begin))
      next = text.nextField(after: columns[columns.count - 1].upperBound)
    }
    return (columns[2], columns[4], columns[5])
  }

  private static func table(_ text: FieldText, _ start: Int) -> Columns? {
    var columns: [Range<Int>] = []
    var begin = start
    while true {
      let end = text.fieldEnd(from: begin, .tabs)
      columns.append(begin..<end)
      if text[end] != UInt8(ascii: "\t") {
        let isLineEnd =
          text[end] == FieldText.newline
          || (text[end] == UInt8(ascii: "\r") && text[end + 1] == FieldText.newline)
        guard isLineEnd else { return nil }
        break
      }
      begin = end + 1
    }
    guard columns.count == 3 || columns.count == 4, !columns[0].isEmpty else { return nil }
    return (
      columns[1], columns[2],
      columns.count == 4 ? columns[3] : columns[2].upperBound..<columns[2].upperBound
    )
  }
}
