// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BenchCommands

@Suite struct NegativeNumberTests {
  @Test(arguments: [
    (["run", "--top-k", "-1", "--quiet"], ["run", "--top-k=-1", "--quiet"]),
    (["-l", "-1", "-M", "-2.5"], ["-l=-1", "-M=-2.5"]),
    (["--seed", "-1e3", "-7"], ["--seed=-1e3", "-7"]),
    (["--top-k=3", "-1"], ["--top-k=3", "-1"]), (["run", "-1"], ["run", "-1"]),
    (["--top-k", "--quiet", "-v"], ["--top-k", "--quiet", "-v"]),
    (["--top-k", "-inf", "-x1"], ["--top-k", "-inf", "-x1"]),
    (["--top-k", "--", "--top-k", "-1"], ["--top-k", "--", "--top-k", "-1"]), ([], []),
  ])
  func `are joined with the option before them`(words: [String], joined: [String]) {
    #expect(words.joiningNegativeNumbers == joined)
  }

  private static let run = ["run", "--task", "x", "--retriever", "bm25"]

  @Test(arguments: [
    (run + ["--top-k", "-1"], "--top-k must be at least 1, not -1"),
    (run + ["--limit-queries", "-1"], "--limit-queries must be at least 1, not -1"),
    (run + ["--time-limit", "-5"], "--time-limit must be at least 1, not -5"),
    (run + ["--threads", "-2"], "--threads must not be negative: -2"),
    (run + ["--quiet", "-2"], "does not take any value"),
    (["eval", "q", "r", "--depth", "-3"], "--depth must be at least 1, not -3"),
    (["eval", "q", "r", "-M", "-3"], "--depth must be at least 1, not -3"),
    (["generate", "limit", "/nowhere/x", "--seed", "-1"], "'-1' is invalid for '--seed"),
    (["generate", "limit", "/nowhere/x", "--documents", "-1"], "document"),
    (["generate", "limit", "/nowhere/x", "--relevant", "-1"], "relevant"),
    (["generate", "limit", "/nowhere/x", "--queries", "-1"], "quer"),
  ])
  func `are refused for what they are`(arguments: [String], message: String) throws {
    let outcome = try BuiltProgram().run(arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!outcome.errors.contains("Missing"), "\(outcome.errors)")
  }

  @Test func `are grades where grades are asked for`() throws {
    let outcome = try BuiltProgram().run(["eval", "/nowhere/qrels", "/nowhere/run", "-l", "-1"])
    #expect(outcome.status == 66, "\(outcome.errors)")
  }
}
