// SPDX-License-Identifier: Apache-2.0

import Gate
import Testing

/// One thing that may be wrong with a candidate, and what must be said of it.
private struct Defect: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let verdict: Verdict
  let reason: String
  let change: @Sendable (inout TaskScores) -> Void

  init(
    _ name: String, _ verdict: Verdict, _ reason: String,
    _ change: @escaping @Sendable (inout TaskScores) -> Void
  ) {
    testDescription = name
    self.verdict = verdict
    self.reason = reason
    self.change = change
  }
}

private let other = String(repeating: "b", count: 64)

private let defects = [
  Defect(
    "other data", .incomparable, "the data differs (task hash aaaaaaaa and bbbbbbbb)"
  ) { $0.taskHash = other },
  Defect(
    "more documents", .incomparable,
    "the data differs (task hash aaaaaaaa and bbbbbbbb): 5183 and 5184 documents"
  ) {
    $0.taskHash = other
    $0.documents = 5184
  },
  Defect(
    "unknown data", .incomparable, "the data differs (task hash aaaaaaaa and unknown)"
  ) { $0.taskHash = "" },
  Defect(
    "other protocol", .incomparable,
    "the evaluation protocol differs (protocol hash aaaaaaaa and bbbbbbbb): depth 1000 → 100"
  ) {
    $0.protocolHash = other
    $0.protocolSettings["depth"] = "100"
  },
  Defect(
    "other scoring code", .incomparable,
    "the values were computed by different scoring code (version 3 and 4): save the baseline again"
  ) { $0.scoringVersion = 4 },
  Defect(
    "fewer queries asked", .incomparable,
    "the runs depart differently from the suite (none and limit-queries=50)"
  ) { $0.variant = "limit-queries=50" },
  Defect("stale", .incomparable, "the candidate is stale: run it again") { $0.isStale = true },
  Defect("failed", .incomplete, "the candidate failed: out of memory") {
    $0.failure = "out of memory"
  },
  Defect("a query missing", .incomplete, "1 of 50 queries are missing, first \"q49\"") {
    $0.queryIDs.removeLast()
    $0.scores = $0.scores.map { score in
      var score = score
      score.values.removeLast()
      return score
    }
  },
  Defect("a query more", .incomplete, "the candidate has 1 queries that the baseline has not") {
    $0.queryIDs.append("q50")
    for index in $0.scores.indices { $0.scores[index].values.append(0.5) }
  },
  Defect("other queries", .incomplete, "no query of the baseline is among the candidate's") {
    $0.queryIDs = $0.queryIDs.map { "x" + $0 }
  },
  Defect("no queries", .incomplete, "no query of the baseline is among the candidate's") {
    $0.queryIDs = []
    for index in $0.scores.indices { $0.scores[index].values = [] }
  },
  Defect(
    "rankings missing", .incomplete,
    "3 judged queries have no ranking, 0 in the baseline"
  ) { $0.missing = 3 },
  Defect("measure missing", .incomplete, "nDCG@10 is not among the candidate's measures") {
    $0.scores.removeFirst()
  },
  Defect("values missing", .incomplete, "nDCG@10 has no values of single queries") {
    $0.scores[0].values = []
  },
]

@Suite struct `Nothing passes silently` {
  private let task = Fixture.task(values: Fixture.values(50, seed: 2))
  private static let rules = ["nDCG@10>=-0.5", "nDCG@10>=0.01", "mean(nDCG@10)>=-0.5"]

  @Test(arguments: defects) private func `that cannot be compared`(defect: Defect) throws {
    var candidate = task
    defect.change(&candidate)
    for rule in Self.rules {
      // A floor needs no values of single queries.
      if defect.testDescription == "values missing", rule == "nDCG@10>=0.01" { continue }
      let report = try Fixture.report([task], [candidate], [rule])
      #expect(!report.passes && report.exitCode(tellsImprovement: true) == 2)
      #expect(report.comparisons[0].verdict == defect.verdict)
      #expect(report.comparisons[0].reason.hasSuffix(defect.reason), "\(report.comparisons[0])")
      #expect(report.markdown.contains("failed"))
      #expect(report.annotations.contains("::error"))
      #expect(!report.junit.contains("errors=\"0\""))
      #expect(report.json.contains("\"passes\":false"))
    }
  }

  @Test(arguments: defects) private func `in the baseline either`(defect: Defect) throws {
    var baseline = task
    defect.change(&baseline)
    // What the baseline lacks in rankings the candidate may have.
    if defect.testDescription == "rankings missing" { return }
    for rule in Self.rules {
      if defect.testDescription == "values missing", rule == "nDCG@10>=0.01" { continue }
      let report = try Fixture.report([baseline], [task], [rule])
      #expect(report.exitCode() == 2, "\(defect.testDescription) \(rule)")
    }
  }

  @Test func `that is missing or empty`() throws {
    for (baseline, candidate) in [([task], []), ([], [task]), ([], [])] {
      let report = try Fixture.report(baseline, candidate, ["nDCG@10>=-0.5"])
      #expect(report.exitCode() == 2 && !report.comparisons.isEmpty)
      #expect(report.verdict == .incomplete)
    }
    let none = try Fixture.report([], [], [])
    #expect(none.exitCode() == 2)
  }

  @Test func `of a changed program or retriever: it is said`() throws {
    var candidate = task
    candidate.program = "0.2.0 (def)"
    candidate.retrieverHash = other
    candidate.parameters["b"] = "0.9"
    let report = try Fixture.report([task], [candidate], ["nDCG@10>=-0.5"])
    #expect(report.passes)
    #expect(
      report.notes == [
        "the program changed from 0.1.0 (abc) to 0.2.0 (def)",
        "the retriever changed: b 0.4 → 0.9",
      ])
    for text in [report.markdown, report.annotations, report.junit, report.json] {
      #expect(text.contains("the program changed from 0.1.0 (abc) to 0.2.0 (def)"))
    }
  }

  @Test func `of tasks that the baseline has not: they are named`() throws {
    let more = Fixture.task("nfcorpus", values: Fixture.values(50, seed: 3))
    let report = try Fixture.report([task], [task, more], ["nDCG@10>=-0.5"])
    #expect(report.notes == ["not in the baseline and not compared: beir/nfcorpus"])
  }
}
