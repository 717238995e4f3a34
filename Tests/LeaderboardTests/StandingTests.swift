// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Leaderboard

@Suite struct Standings {
  @Test func `the mean is over all units of a complete row`() {
    let standing = Standing.standings(of: [[0.25, 0.5, 0.75]])[0]
    #expect(standing.mean == 0.5)
    #expect(standing.rank == 1)
    #expect(!standing.isShared)
  }

  @Test func `an incomplete row has no mean and no rank`() {
    let standings = Standing.standings(of: [[0.9, nil], [0.1, 0.1]])
    #expect(standings[0].mean == nil)
    #expect(standings[0].rank == nil)
    #expect(standings[0].done == 1 && standings[0].total == 2)
    #expect(standings[1].rank == 1)
  }

  @Test func `means that print alike share a rank and the next one is skipped`() {
    let standings = Standing.standings(of: [[0.50004], [0.7], [0.49996], [0.2]])
    #expect(standings.map(\.rank) == [2, 1, 2, 4])
    #expect(standings.map(\.isShared) == [true, false, true, false])
  }

  @Test func `means that print differently do not share a rank`() {
    #expect(Standing.standings(of: [[0.50004], [0.50006]]).map(\.rank) == [2, 1])
  }

  @Test func `ranks follow the direction of the measure`() {
    let rows: [[Double?]] = [[0.1], [0.3]]
    #expect(Standing.standings(of: rows, direction: .lower).map(\.rank) == [1, 2])
    #expect(Standing.standings(of: rows, direction: .neutral).map(\.rank) == [nil, nil])
  }

  @Test func `ranked rows come first, then those with most done`() {
    let rows: [[Double?]] = [[nil, nil], [0.9, nil], [0.1, 0.2], [0.3, 0.4]]
    let standings = Standing.standings(of: rows)
    let order = rows.indices.sorted { standings[$0].precedes(standings[$1]) ?? ($0 < $1) }
    #expect(order == [3, 2, 1, 0])
  }

  @Test func `no rows and empty rows are no error`() {
    #expect(Standing.standings(of: []).isEmpty)
    #expect(Standing.standings(of: [[]])[0].mean == nil)
  }

  @Test func `a group counts as one only when all its members are there`() {
    #expect(groupMean([0.2, 0.4]) == 0.30000000000000004)
    #expect(groupMean([0.2, nil]) == nil)
    #expect(groupMean([]) == nil)
  }

  @Test func `equal displayed values are all best, and one value alone is not`() {
    #expect(bestPositions([0.30001, nil, 0.29999, 0.2]) == [0, 2])
    #expect(bestPositions([0.3, nil]) == [])
    #expect(bestPositions([0.3, 0.2], direction: .lower) == [1])
    #expect(bestPositions([0.3, 0.2], direction: .neutral) == [])
  }

  @Test(arguments: [
    ("nDCG@10", MeasureDirection.higher), ("RBP(p=0.9)@5", .higher), ("Hole@10", .lower),
    ("Judged@10", .neutral), ("NumRet", .neutral), ("num_rel", .neutral),
  ])
  func `the direction follows from the name`(measure: String, direction: MeasureDirection) {
    #expect(MeasureDirection(measure: measure) == direction)
  }
}

@Suite struct `Difficulty of queries` {
  @Test func `queries are ordered from hard to easy and compared over all retrievers`() {
    let scores = [
      QueryScores(retriever: "a", queryIDs: ["q1", "q2", "q3"], values: [1, 0, 0.5]),
      QueryScores(retriever: "b", queryIDs: ["q3", "q2", "q1"], values: [0.1, 0, 1]),
    ]
    let difficulty = Difficulty(scores)
    #expect(difficulty.queries.map(\.id) == ["q2", "q3", "q1"])
    #expect(difficulty.unsolved == 1)
    #expect(difficulty.solved == 1)
    #expect(difficulty.queries[1].mean == 0.3)
    #expect(difficulty.mostDivisive(5).map(\.id) == ["q3"])
    #expect(difficulty.mostDivisive(5).map(\.bestRetriever) == ["a"])
  }

  @Test func `a query that some retriever was not scored on is left out`() {
    let scores = [
      QueryScores(retriever: "a", queryIDs: ["q1", "q2"], values: [1, 0]),
      QueryScores(retriever: "b", queryIDs: ["q2"], values: [0.5]),
    ]
    #expect(Difficulty(scores).queries.map(\.id) == ["q2"])
  }

  @Test func `a histogram sets 0 and 1 apart and says in words what it shows`() throws {
    let histogram = try #require(Histogram([0, 0, 0.05, 1], measure: "AP"))
    #expect(histogram.text == "AP of 4 queries: 50 % score 0, median 0.03, 25 % score 1")
    #expect(histogram.endBars == "M0 20V0.0h7V20zM88 20V10.0h7V20z")
    #expect(histogram.middleBars == "M8 20V10.0h7V20z")
    #expect(Histogram([1.5], measure: "NumRel") == nil)
    #expect(Histogram([], measure: "AP") == nil)
  }

  @Test func `the curve has at most as many points as it draws`() {
    let query = { (mean: Double) in
      Difficulty.Query(
        id: "q", mean: mean, worst: 0, worstRetriever: "a", best: 1, bestRetriever: "b",
        variance: 0)
    }
    let short = DifficultyCurve([query(0), query(0.5)])
    #expect(short.line == "M0.0 150.0L360.0 150.0L360.0 75.0L720.0 75.0")
    let long = DifficultyCurve((0..<7000).map { query(Double($0) / 7000) })
    #expect(long.line.split(separator: "L").count == 480)
    #expect(DifficultyCurve([]).band.isEmpty)
  }
}
