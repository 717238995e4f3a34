// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `bench run`, killed as a machine would that loses its power.
@Suite struct KilledRunTests {
  /// What a run says of each cell: which experiment it is, and its scores.
  struct Cell: Decodable {
    let experiment: String
    let status: String
    let measures: [String: Double]
  }

  static let cells = [
    "run", "--suite", "quickstart", "--task", "kitchen", "--task", "night-sky", "--task", "garten",
    "--retriever", "bm25", "--retriever", "ql", "--json",
  ]

  @Test func `SIGKILL at twenty random moments loses no finished cell and no score changes`() throws
  {
    try withTemporaryFolder { folder in
      let program = BuiltProgram()
      let start = ContinuousClock.now
      let whole = try program.run(Self.cells + ["--store", folder + "/whole.sqlite"])
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      #expect(whole.status == 0, "\(whole.errors)")
      let expected = try scores(whole.output)
      #expect(expected.count == 6)
      var random = SeededGenerator(seed: 7)
      for round in 0..<20 {
        let store = "\(folder)/\(round).sqlite"
        // Half of the kills fall into the first tenth, where the store is made.
        let latest = round.isMultiple(of: 2) ? seconds : seconds / 10
        let moment = Double.random(in: 0..<latest, using: &random)
        let killed = try program.run(
          Self.cells + ["--store", store], wrapper: ["timeout", "-s", "KILL", "\(moment)"])
        let rerun = try program.run(Self.cells + ["--store", store])
        #expect(rerun.status == 0, "\(rerun.errors)")
        let again = try scores(rerun.output)
        #expect(again == expected, "after a kill at \(moment) s: \(rerun.output)")
        let kept = try decode(rerun.output).filter { $0.status == "skipped" }.map(\.experiment)
        // The last line may have been cut off by the kill.
        let told = killed.output.split(separator: "\n").dropLast()
        for cell in try decode(told.joined(separator: "\n")) {
          #expect(kept.contains(cell.experiment), "finished before the kill at \(moment) s")
        }
      }
    }
  }

  private func scores(_ output: String) throws -> [String: [String: Double]] {
    Dictionary(uniqueKeysWithValues: try decode(output).map { ($0.experiment, $0.measures) })
  }

  private func decode(_ lines: String) throws -> [Cell] {
    try lines.split(separator: "\n").map { line in
      try JSONDecoder().decode(Cell.self, from: Data(line.utf8))
    }
  }
}
