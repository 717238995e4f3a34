// SPDX-License-Identifier: Apache-2.0

import Retrieval
import Testing

@Suite struct IdentifierTableTests {
  @Test func `identifiers come back as they went in, spaces and all`() {
    let table = IdentifierTable(["a", "", "Olinda Posso", "é"])
    #expect(Array(table) == ["a", "", "Olinda Posso", "é"])
    #expect(table.count == 4)
    #expect(table.range(of: 2) == 1..<13)
  }
}
