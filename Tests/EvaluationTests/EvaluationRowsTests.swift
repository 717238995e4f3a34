// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Formats
import Foundation
import Measures
import Retrieval
import TestSupport
import Testing

struct EvaluationRowsTests {
  @Test func `every run of a folder is a row, and what is no run is none`() throws {
    try withTemporaryFolder { folder in
      let files = [
        "qrels.txt": "q 0 d 1\n", "a.run": "q Q0 d 1 2 a\nq Q0 e 2 1 a\n",
        "b.run": "q Q0 e 1 2 b\nq Q0 d 2 1 b\n", "README.md": "Runs.", ".hidden": "",
      ]
      for (name, content) in files {
        try Data(content.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      let runs = try RunFolder(path: folder)
      #expect(runs.runs == ["a.run", "b.run"])
      let evaluator = Evaluator(
        qrels: try readQrels(path: folder + "/qrels.txt"),
        measures: try ["P@1", "RR", "num_ret"].flatMap { try Measure.list($0) })
      var rows = EvaluationRows()
      for run in runs.runs {
        rows.add(try evaluator.evaluate(runFile: runs.path(of: run)), of: run)
      }
      #expect(rows.header == ["run", "P@1", "RR", "num_ret"])
      #expect(
        rows.cells == [["a.run", "1.0000", "1.0000", "2"], ["b.run", "0.0000", "0.5000", "2"]])
      #expect(
        rows.text(.tsv) == "run\tP@1\tRR\tnum_ret\na.run\t1.0\t1.0\t2.0\nb.run\t0.0\t0.5\t2.0\n")
      #expect(
        rows.text(.json).split(separator: "\n").last
          == #"{"run":"b.run","measures":{"P@1":0.0,"RR":0.5,"num_ret":2.0},"queries":1,"missing":0}"#
      )
    }
  }

  @Test func `a folder without runs says so`() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: DataError.self) { try RunFolder(path: folder) }
      #expect(error?.problem == "found no run files, expected at least one")
    }
  }
}
