// SPDX-License-Identifier: Apache-2.0

import FMIndex
import Foundation
import TestSupport
import Testing

@testable import GenerativeRetrieval

@Suite struct ScoringTests {
  private struct Case: Decodable {
    struct Settings: Decodable { var alpha, beta, smoothing, k1, b: Float }
    var documents: [[UInt32]]
    var ngrams: [[UInt32]]
    var logProbabilities: [Float]
    var settings: Settings
    var weights: [Double]
    var scores: [Double]

    var scoring: NGramScoring {
      var scoring = NGramScoring()
      scoring.alpha = settings.alpha
      scoring.beta = settings.beta
      scoring.smoothing = settings.smoothing
      scoring.k1 = settings.k1
      scoring.b = settings.b
      return scoring
    }

    func weighted(in index: FMIndex) -> [WeightedNGram] {
      var found: [WeightedNGram] = []
      for (ngram, logProbability) in zip(ngrams, logProbabilities) {
        let rows = index.rows(of: ngram)
        let weight = scoring.weight(
          logProbability: logProbability, count: rows.count, length: index.length)
        if weight > 0 {
          found.append(WeightedNGram(tokens: ngram, rows: rows, weight: weight))
        }
      }
      return found.sorted { $0.isHeavier(than: $1) }
    }

    static func all() throws -> [Case] {
      let file = TestData.repository.appending(
        path: "Tests/GenerativeRetrievalTests/Golden/scoring.json")
      return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    }
  }

  private func isClose(_ found: Float, _ expected: Double) -> Bool {
    abs(Double(found) - expected) <= 1e-4 * max(1, abs(expected))
  }

  @Test func equalsAnIndependentComputation() throws {
    let cases = try Case.all()
    #expect(cases.count == 24)
    for (number, golden) in cases.enumerated() {
      try withIndex(golden.documents) { index in
        let ngrams = golden.weighted(in: index)
        #expect(ngrams.count == golden.weights.count)
        #expect(zip(ngrams, golden.weights).allSatisfy { isClose($0.weight, $1) })
        var collector = EvidenceCollector(
          index, DocumentLengths(index.documentLengths()), golden.scoring)
        // A second query finds nothing of the first.
        for _ in 0..<2 {
          collector.collect(ngrams)
          let scores = golden.documents.indices.map { collector.score(of: $0) }
          #expect(zip(scores, golden.scores).allSatisfy(isClose), "case \(number)")
        }
      }
    }
  }

  @Test func giveNothingToWhatIsNoLikelierThanInTheCollection() {
    let scoring = NGramScoring()
    #expect(scoring.weight(logProbability: -10, count: 100, length: 1000) == 0)
    #expect(scoring.weight(logProbability: -.infinity, count: 1, length: 1000) == 0)
    #expect(scoring.weight(logProbability: .nan, count: 1, length: 1000) == 0)
    #expect(scoring.weight(logProbability: -1, count: 0, length: 1000) == 0)
    #expect(scoring.weight(logProbability: -1, count: 10, length: 10) == 0)
    // Certain, as far as numbers go.
    #expect(scoring.weight(logProbability: 0, count: 1, length: 1000).isFinite)
  }

  @Test func looksAtRareNGramsFirstWhereAllAreTooMany() throws {
    try withIndex([[1, 1, 1, 2], [1, 1], [3]]) { index in
      var scoring = NGramScoring()
      scoring.occurrences = 2
      var collector = EvidenceCollector(
        index, DocumentLengths(index.documentLengths()), scoring)
      collector.collect(
        [1, 2, 3].map { WeightedNGram(tokens: [$0], rows: index.rows(of: $0), weight: 1) })
      #expect((0..<3).map { collector.score(of: $0) } == [1, 0, 1])
      scoring.occurrences = 1
      var one = EvidenceCollector(index, DocumentLengths(index.documentLengths()), scoring)
      one.collect([WeightedNGram(tokens: [1], rows: index.rows(of: 1), weight: 1)])
      #expect((0..<3).map { one.score(of: $0) } == [1, 1, 0])
    }
  }
}

/// Builds an index of some documents.
func withIndex<Result>(
  _ documents: [[UInt32]], _ body: (FMIndex) throws -> Result
) throws -> Result {
  try withTemporaryFolder { folder in
    var builder = FMIndexBuilder(folder: folder)
    for document in documents { try builder.append(document) }
    try builder.write(to: folder + "/fm")
    return try body(try FMIndex(path: folder + "/fm"))
  }
}
