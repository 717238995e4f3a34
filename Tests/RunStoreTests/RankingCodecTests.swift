// SPDX-License-Identifier: Apache-2.0

import Retrieval
import TestSupport
import Testing

@testable import RunStore

@Suite struct `The blob of a run` {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
  func `gives back every id and every bit of every score`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let run = randomRun(narrow: seed % 2 == 0, &generator)
    let decoded = try RankingCodec.decode(try RankingCodec.encode(run))
    #expect(decoded.tag == run.tag)
    #expect(decoded.rankings.map(\.queryID) == run.rankings.map(\.queryID))
    #expect(decoded.rankings.map(\.documents) == run.rankings.map(\.documents))
    #expect(bits(decoded) == bits(run))
  }

  @Test(arguments: [
    [0.0, -0.0], [.infinity, -.infinity], [.nan, 1],
    [.leastNonzeroMagnitude, -.leastNonzeroMagnitude], [1.0 / 3],
    [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [Double(Float(0.1)), 0.1],
  ])
  func `keeps scores that are hard to write down`(scores: [Double]) throws {
    let documents = IdentifierTable(scores.indices.map { "d\($0)" })
    let run = Run(
      tag: "t", rankings: [Ranking(queryID: "q", documents: documents, scores: scores)])
    #expect(bits(try RankingCodec.decode(try RankingCodec.encode(run))) == bits(run))
  }

  @Test func `keeps ids with spaces and foreign letters, empty rankings and empty runs`() throws {
    var ranking = Ranking(queryID: "who likes Käse?")
    ranking.append(document: "Olinda Posso", score: 2)
    ranking.append(document: "文書", score: 1)
    ranking.append(document: "", score: 1)
    let run = Run(tag: "", rankings: [Ranking(queryID: "nothing"), ranking])
    #expect(try RankingCodec.decode(try RankingCodec.encode(run)) == run)
    let empty = Run(tag: "empty", rankings: [])
    #expect(try RankingCodec.decode(try RankingCodec.encode(empty)) == empty)
  }

  /// Version 1 as it was first written; blobs in stores must be readable forever.
  @Test func `of version 1 can still be read`() throws {
    let blob = [UInt8](hexDigits: versionOne)
    var first = Ranking(queryID: "q1")
    first.append(document: "d1", score: 2.5)
    first.append(document: "d2", score: 1.25)
    var second = Ranking(queryID: "q2")
    second.append(document: "d2", score: 0.1)
    let run = Run(tag: "bm25", rankings: [first, second])
    #expect(try RankingCodec.decode(blob) == run)
  }

  @Test func `of a later version is refused with both versions`() throws {
    let error = #expect(throws: StoreError.self) {
      try RankingCodec.decode(try blob(ofContent: Array("RUN".utf8) + [2, 0, 0, 0, 4]))
    }
    #expect(error?.code == .corrupt)
    #expect(error?.problem.contains("its version is 2, this program reads 1") == true)
  }

  @Test func `that is cut off or changed is an error and never a crash`() throws {
    var generator = SeededGenerator(seed: 99)
    let content = try content(
      of: try RankingCodec.encode(randomRun(queries: 3, depth: 30, narrow: true, &generator)))
    for length in stride(from: 0, to: content.count, by: 5) {
      #expect(throws: StoreError.self) {
        try RankingCodec.decode(try blob(ofContent: Array(content[..<length])))
      }
    }
    for _ in 0..<1000 {
      var damaged = content
      damaged[Int.random(in: 0..<damaged.count, using: &generator)] =
        UInt8.random(in: .min ... .max, using: &generator)
      // Most changes make another valid run; what counts is that none ends the process.
      _ = try? RankingCodec.decode(try blob(ofContent: damaged))
    }
  }

  @Test func `that claims more than it holds takes no memory`() throws {
    let hostile = Array("RUN".utf8) + [1, 0] + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    let error = #expect(throws: StoreError.self) {
      try RankingCodec.decode(try blob(ofContent: hostile))
    }
    #expect(error?.problem.contains("with 0 bytes left") == true)
  }

  private func bits(_ run: Run) -> [[UInt64]] {
    run.rankings.map { $0.scores.map(\.bitPattern) }
  }

  private func randomRun(
    queries: Int = 20, depth: Int = 200, narrow: Bool, _ generator: inout SeededGenerator
  ) -> Run {
    let rankings = (0..<queries).map { query in
      var ranking = Ranking(queryID: "query \(query)")
      for _ in 0..<Int.random(in: 0...depth, using: &generator) {
        let score = Double.random(in: -3...40, using: &generator)
        ranking.append(
          document: "document-\(Int.random(in: 0..<500, using: &generator))",
          score: narrow ? Double(Float(score)) : score)
      }
      return ranking
    }
    return Run(tag: "random", rankings: rankings)
  }
}
