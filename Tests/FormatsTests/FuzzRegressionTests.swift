// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval
import Testing

/// What the fuzzers found (Fuzz/), so that it stays mended.
struct FuzzRegressionTests {
  @Test func `a score that runs into a word is no score`() throws {
    try withFile("run.txt", "1 Q0 d1 1 2.5 tag\n1 Q0 d0 XXX 1QtQ0\n") { path in
      let error = try dataError { _ = try readTRECRun(path: path) }
      #expect(error.line == 2)
      #expect(error.problem.hasPrefix("found 5 columns, expected qid Q0 docid rank score tag"))
    }
  }
}
