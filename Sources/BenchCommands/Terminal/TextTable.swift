// SPDX-License-Identifier: Apache-2.0

/// A table for people: columns padded to their widest cell, numbers to the right.
struct TextTable {
  /// On which side a column is padded.
  enum Alignment {
    case left
    case right
  }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table with the given columns.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    header = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row; it must have one cell a column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == header.count, "one cell per column")
    rows.append(cells)
  }

  /// The number of rows below the header.
  var rowCount: Int { rows.count }

  /// The table as text, one line a row.
  func render() -> String {
    let lines = [header] + rows
    let widths = header.indices.map { column in
      lines.map { displayWidth($0[column]) }.max() ?? 0
    }
    return lines.map { cells in
      let padded = cells.indices.map { column in
        pad(cells[column], to: widths[column], alignments[column])
      }
      return trimmingTrailingSpaces(padded.joined(separator: "  ")) + "\n"
    }.joined()
  }

  private func pad(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - displayWidth(cell)))
    return alignment == .left ? cell + space : space + cell
  }

  private func trimmingTrailingSpaces(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// Columns that `text` takes on a terminal: East Asian wide characters take two.
func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { width, scalar in
    switch scalar.value {
    case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: width
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      width + 2
    default: width + 1
    }
  }
}
