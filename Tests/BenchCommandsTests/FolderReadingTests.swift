// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite struct `How a folder is read` {
  @Test(arguments: [
    ["--split", "train"], ["--format", "beir"], ["--language", "de"], ["--reading", "x=y"],
  ])
  func `is not said of a suite's task, whose manifest says it`(options: [String]) throws {
    try withTemporaryFolder { folder in
      let outcome = try BuiltProgram().run(
        [
          "run", "--suite", "quickstart", "--task", "kitchen", "--retriever", "bm25", "--store",
          folder + "/s.sqlite",
        ] + options)
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.contains("how quickstart/kitchen is read"))
      #expect(outcome.output.isEmpty)
    }
  }
}
