// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Formats

/// RFC 4180, and where it leaves off.
struct CSVTests {
  @Test func `quotes hold commas, quotes and line ends`() throws {
    let content = "\u{FEFF}a,b\r\n\"x, \"\"y\"\"\nz\",\"\"\n\n,it's 5\" long\n\"\r\n\",last"
    try withFile("a.csv", content) { path in
      let rows = try readCSV(path: path)
      #expect(
        rows == [
          CSVRow(fields: ["a", "b"], line: 1), CSVRow(fields: ["x, \"y\"\nz", ""], line: 2),
          CSVRow(fields: ["", "it's 5\" long"], line: 5),
          CSVRow(fields: ["\r\n", "last"], line: 6),
        ])
    }
  }

  @Test func `what is written as RFC 4180 says is read back`() throws {
    var random = SeededGenerator(seed: 3)
    let pieces = ["a", ",", "\"", "\n", "\r\n", "\r", "中", " ", "'"]
    for _ in 0..<300 {
      let columns = Int.random(in: 2...4, using: &random)
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<columns).map { _ in
          (0..<Int.random(in: 0...4, using: &random))
            .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
      }
      let content = rows.map { row in
        row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
      }.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n")
      try withFile("a.csv", content) { path in
        let found = try readCSV(path: path).map { $0.fields.map { Array($0.utf8) } }
        #expect(found == rows.map { $0.map { Array($0.utf8) } })
      }
    }
  }
}
