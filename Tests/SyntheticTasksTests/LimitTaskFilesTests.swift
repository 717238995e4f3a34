// SPDX-License-Identifier: Apache-2.0

import Foundation
import Retrieval
import SyntheticTasks
import TestSupport
import Testing

private func read(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

@Suite struct `Writing a LIMIT task` {
  @Test func `the bundled task is what the generator writes`() throws {
    let bundled = TestData.repository.appending(path: "suites/quickstart/limit").path
    try withTemporaryFolder { folder in
      try LimitTask(LimitTask.Parameters(documents: 200)).write(to: folder)
      for file in ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"] {
        #expect(try read("\(folder)/\(file)") == read("\(bundled)/\(file)"), "\(file)")
      }
    }
  }

  @Test func `nothing lies beside the finished files`() throws {
    try withTemporaryFolder { folder in
      try LimitTask(LimitTask.Parameters(documents: 2500)).write(to: folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["corpus.jsonl", "qrels", "queries.jsonl"])
    }
  }

  @Test func `a place that cannot be written is said`() throws {
    try withTemporaryFolder { folder in
      try "a file".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      let error = try #require(throws: DataError.self) {
        try LimitTask(LimitTask.Parameters(documents: 46)).write(to: folder + "/file/below")
      }
      #expect(error.code == .unwritable)
      #expect(error.description.contains("the folder cannot be made: "), "\(error)")
      #expect(!error.description.contains("NSCocoaErrorDomain"))
    }
  }
}
