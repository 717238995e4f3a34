// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct `bench gate` {
  /// Qrels of forty queries, and runs in which some of them find nothing.
  private struct Runs {
    let folder: String
    let program = BuiltProgram()

    init(_ folder: String) throws {
      self.folder = folder
      let queries = (1...40).map { "q\($0)" }
      try write("qrels.txt", queries.map { "\($0) 0 d1 1\n" }.joined())
      try write("good.run", queries.map { "\($0) Q0 d1 1 2 t\n\($0) Q0 d2 2 1 t\n" }.joined())
      for (name, broken) in [("same.run", 0), ("worse.run", 20), ("odd.run", 2)] {
        try write(
          name,
          queries.enumerated().map { index, query in
            let first = index < broken ? "d3" : "d1"
            return "\(query) Q0 \(first) 1 2 t\n\(query) Q0 d2 2 1 t\n"
          }.joined())
      }
      try write("short.run", "q1 Q0 d1 1 2 t\n")
    }

    private func write(_ name: String, _ text: String) throws {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    func bench(_ arguments: [String]) throws -> BuiltProgram.Outcome {
      try program.run(
        arguments,
        environment: [
          "BENCH_BASELINES": folder + "/baselines", "BENCH_STORE": folder + "/none.sqlite",
        ])
    }

    func gate(_ run: String, _ more: [String] = []) throws -> BuiltProgram.Outcome {
      try bench(
        ["gate", "--baseline", "main", "--candidate", "\(folder)/\(run)"]
          + ["--qrels", folder + "/qrels.txt", "-m", "nDCG@10>=-0.01"] + more)
    }
  }

  @Test func `ends with a code for each answer`() throws {
    try withTemporaryFolder { folder in
      let runs = try Runs(folder)
      let missing = try runs.gate("good.run")
      #expect(missing.status == 5 && missing.errors.contains("nor a baseline in"))
      let saved = try runs.bench(
        ["baseline", "save", "main", folder + "/good.run", "--qrels", folder + "/qrels.txt"])
      #expect(saved.status == 0, "\(saved.errors)")
      let same = try runs.gate("same.run")
      #expect(same.status == 0 && same.output.contains("no query changed"))
      let worse = try runs.gate("worse.run")
      #expect(worse.status == 2 && worse.output.contains("the gate fails"))
      let odd = try runs.gate("odd.run")
      #expect(odd.status == 0 && odd.output.contains("cannot tell"))
      #expect(try runs.gate("odd.run", ["--strict"]).status == 2)
      let short = try runs.gate("short.run")
      #expect(short.status == 2)
      #expect(short.output.contains("39 judged queries have no ranking, 0 in the baseline"))
      #expect(try runs.gate("good.run", ["-m", "nDGC@10"]).status == 64)
      #expect(try runs.gate("nothing.run").status == 66)
      #expect(try runs.bench(["gate"]).status == 64)
    }
  }

  @Test func `tells an improvement when asked`() throws {
    try withTemporaryFolder { folder in
      let runs = try Runs(folder)
      _ = try runs.bench(
        ["baseline", "save", "main", folder + "/worse.run", "--qrels", folder + "/qrels.txt"])
      #expect(try runs.gate("good.run").status == 0)
      #expect(try runs.gate("good.run", ["--tell-improvement"]).status == 4)
    }
  }

  @Test func `writes reports, lists, shows and removes baselines`() throws {
    try withTemporaryFolder { folder in
      let runs = try Runs(folder)
      _ = try runs.bench(
        ["baseline", "save", "main", folder + "/good.run", "--qrels", folder + "/qrels.txt"])
      #expect(try runs.bench(["baseline", "list"]).output.contains("main"))
      #expect(try runs.bench(["baseline", "show", "main"]).output.contains("nDCG@10"))
      let outcome = try runs.gate(
        "worse.run",
        [
          "--report", "junit=\(folder)/gate.xml", "--report", "markdown=\(folder)/gate.md",
          "--format", "json",
        ])
      #expect(outcome.status == 2 && outcome.output.hasPrefix("{\"comparisons\":["))
      let junit = try String(contentsOfFile: folder + "/gate.xml", encoding: .utf8)
      #expect(junit.contains("failures=\"1\""))
      let markdown = try String(contentsOfFile: folder + "/gate.md", encoding: .utf8)
      #expect(markdown.hasPrefix("## bench gate: failed"))
      #expect(try runs.bench(["baseline", "rm", "main"]).status == 0)
      #expect(try runs.bench(["baseline", "rm", "main"]).status == 5)
    }
  }

  @Test func `compares two runs with every test`() throws {
    try withTemporaryFolder { folder in
      let runs = try Runs(folder)
      let outcome = try runs.bench([
        "compare", folder + "/good.run", folder + "/worse.run", "--qrels", folder + "/qrels.txt",
        "-m", "nDCG@10", "--json",
      ])
      #expect(outcome.status == 0)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      let rows = try #require(object["rows"] as? [[String: Any]])
      #expect(rows.count == 1 && rows[0]["losses"] as? Int == 20)
      #expect(rows[0]["difference"] as? Double == -0.5)
    }
  }
}
