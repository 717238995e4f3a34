// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BenchCommands

@Suite struct TextTableTests {
  @Test func `columns are as wide as their widest cell and numbers stand to the right`() {
    var table = TextTable([("retriever", .left), ("nDCG@10", .right)])
    table.add(["bm25", "0.6789"])
    table.add(["bm25:fields=multifield", "0.6647"])
    #expect(
      table.render() == """
        retriever               nDCG@10
        bm25                     0.6789
        bm25:fields=multifield   0.6647

        """)
  }

  @Test func `trailing spaces are not written`() {
    var table = TextTable([("a", .right), ("b", .left)])
    table.add(["1", "x"])
    table.add(["2", "long"])
    #expect(table.render() == "a  b\n1  x\n2  long\n")
  }

  @Test(arguments: [("abc", 3), ("检索", 4), ("e\u{301}", 1), ("한", 2)])
  func `width counts terminal columns`(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
  }
}
