// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Retrieval

@Suite struct IdentifierTableTests {
  @Test func `identifiers come back as they went in, spaces and all`() {
    let table = IdentifierTable(["a", "", "Olinda Posso", "é"])
    #expect(Array(table) == ["a", "", "Olinda Posso", "é"])
    #expect(table.count == 4)
    #expect(table.range(of: 2) == 1..<13)
  }

  @Test(arguments: [3, 4, 32])
  func `offsets may need more bits than are kept of each`(bits: Int) {
    var generator = SeededGenerator(seed: UInt64(bits))
    let identifiers = (0..<200).map { row in
      String(repeating: "x", count: Int.random(in: 0...40, using: &generator)) + "\(row)"
    }
    var table = IdentifierTable(offsetBits: bits)
    for identifier in identifiers { table.append(identifier) }
    #expect(Array(table) == identifiers)
    for row in identifiers.indices {
      #expect(table.withUTF8(row) { $0.elementsEqual(identifiers[row].utf8) })
    }
  }

  @Test func `a table of given offsets is that of its identifiers`() {
    let table = IdentifierTable(bytes: Array("abcdef".utf8), offsets: [0, 2, 2, 6])
    #expect(table == IdentifierTable(["ab", "", "cdef"]))
  }
}
