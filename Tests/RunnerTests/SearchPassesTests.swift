// SPDX-License-Identifier: Apache-2.0

import Profiling
import Retrieval
import Synchronization
import Testing

@testable import Runner

/// Answers with one document, whose score changes after so many questions.
private final class CountingIndex: SearchIndex {
  let asked = Atomic(0)
  let changesAfter: Int

  init(changesAfter: Int = .max) { self.changesAfter = changesAfter }

  var sizeOnDisk: Int { 0 }
  var statistics: [String: Int] { [:] }

  func search(_ queries: [Query], depth: Int) async throws -> [Ranking] {
    queries.map { query in
      let number = asked.add(1, ordering: .relaxed).newValue
      var ranking = Ranking(queryID: query.id)
      ranking.append(document: "d", score: number > changesAfter ? 2 : 1)
      return ranking
    }
  }
}

@Suite struct `Passes over the queries` {
  private let asked = (1...4).map { (query: Query(id: "q\($0)", text: "words"), depth: 10) }

  @Test func `are asked to warm up without being timed`() async throws {
    let index = CountingIndex()
    var timing = SearchTiming()
    var told: [Int] = []
    let answers = try await SearchPasses(warmUp: 2, timed: 3)
      .ask(index, asked, &timing) { told.append($0) }
    #expect(index.asked.load(ordering: .relaxed) == 20 && told == Array(1...20))
    #expect(timing.passes == 3 && timing.latencies.count == 12)
    #expect(answers.map { $0.map(\.queryID) } == [["q1"], ["q2"], ["q3"], ["q4"]])
  }

  /// Passes are numbered from one, those that warm up included.
  @Test(arguments: [(4, 2, 1), (5, 2, 2), (11, 3, 4)])
  func `must answer alike`(after: Int, pass: Int, query: Int) async throws {
    let index = CountingIndex(changesAfter: after)
    var timing = SearchTiming()
    let failure = await #expect(throws: Nondeterminism.self) {
      try await SearchPasses(warmUp: 1, timed: 2).ask(index, asked, &timing) { _ in }
    }
    #expect(
      failure?.description
        == "the retriever is nondeterministic: in pass \(pass) over the queries it answered "
        + "query q\(query) otherwise than in the first")
  }
}
