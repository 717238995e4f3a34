// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gate
import Retrieval
import Testing

@Suite struct `A file of rules` {
  private func read(_ text: String) throws -> GateFile {
    let path = FileManager.default.temporaryDirectory.path + "/gate-\(UUID().uuidString).yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try GateFile(path: path)
  }

  @Test func `says what is compared and how`() throws {
    let file = try read(
      """
      baseline: main
      candidate: "bm25:b=0.9"
      level: 0.01
      power: 0.9
      permutations: 20000
      seed: 7
      strict: true
      rules:
        - nDCG@10>=-0.005
        - lost(nDCG@10,0.5)<=2% in beir/scifact
      """)
    #expect(file.baseline == "main" && file.candidate == "bm25:b=0.9")
    #expect(file.settings.level == 0.01 && file.settings.power == 0.9)
    #expect(file.settings.permutations == 20_000 && file.settings.seed == 7)
    #expect(file.settings.isStrict && file.rules.count == 2)
    #expect(try read("rules: []").settings == GateSettings())
  }

  @Test(arguments: [
    (
      "rules:\n  - nDCG@10>=x\n", 2,
      "rule \"nDCG@10>=x\": found \"x\" for a limit, expected a number such as -0.005, -2% or 0.65"
    ),
    ("level: 2\n", 1, "found 2.0 for level, expected a number between 0 and 1"),
    (
      "baseline: a\nlevle: 0.05\n", 2,
      "unknown key \"levle\", expected one of baseline, candidate, level, power, permutations, seed, strict, rules"
    ),
    ("permutations: 5\n", 1, "found 5 permutations, expected 100 to 100000000"),
    ("strict: perhaps\n", 1, "found \"perhaps\", expected true or false"),
  ])
  func `that is wrong says where and what`(text: String, line: Int, problem: String) {
    #expect {
      _ = try read(text)
    } throws: { error in
      let error = error as? DataError
      return error?.line == line && error?.problem == problem
    }
  }
}
