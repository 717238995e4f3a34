// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Retrieval
import TestSupport
import Testing

private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
  try withTemporaryFolder { folder in
    let path = folder + "/test.qrels"
    try Data(text.utf8).write(to: URL(filePath: path))
    return try body(path)
  }
}

@Suite struct `A TREC qrels file` {
  @Test(arguments: [
    "2 0 d1 1\n2 0 d0 -2\n1 Q0 x 3\n",
    "\u{FEFF}2\t0\td1\t1\r\n\r\n# comment\n 2  0 d0 -2 \n1 Q0 x 3",
    "# Q0 identifiers-are-percent-encoded 1 0\n2 0 %641 1\n2 0 d0 -2\n1 0 x +3\n",
  ])
  func `is read the same in all its dresses`(_ text: String) throws {
    let qrels = try withFile(text) { try readTRECQrels(path: $0) }
    #expect(qrels.queryIDs == ["2", "1"])
    #expect(qrels["2"].map { Array($0.documents) } == ["d0", "d1"])
    #expect(qrels["2"]?.grades == [-2, 1])
    #expect(qrels["1"]?.grades == [3])
  }

  @Test(arguments: [
    ("1 0 a 1\n1 0 b\n", 2, "3 columns"), ("1 0 a 1 x\n", 1, "5 columns"),
    ("1 0 a 1\n\n1 0 b high\n", 3, "“high”"), ("1 0 a 1.0\n", 1, "“1.0”"),
    ("1 0 a 99999999999\n", 1, "99999999999"), ("", nil, "no judgement"),
    ("1 0 a 1\n1 0 b 1\n1 0 a 0\n", 3, "judged twice"),
    ("# Q0 identifiers-are-percent-encoded\n1 0 a%g0 1\n", 2, "a%g0"),
  ])
  func `with a fault is refused with its line`(_ text: String, _ line: Int?, _ hint: String) throws
  {
    try withFile(text) { path in
      let error = #expect(throws: DataError.self) { try readTRECQrels(path: path) }
      #expect(error?.line == line)
      #expect(error?.problem.contains(hint) == true, "\(error as Any)")
    }
  }
}
