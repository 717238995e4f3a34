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

  /// Documents of few words, of which three are rare, and n-grams with overlaps.
  private func largeCase(
    seed: UInt64
  ) -> (documents: [[UInt32]], ngrams: [(tokens: [UInt32], weight: Float)]) {
    var generator = SeededGenerator(seed: seed)
    let documents = (0..<3000).map { row in
      (0..<Int.random(in: 1...14, using: &generator)).map { _ -> UInt32 in
        if Int.random(in: 0..<60, using: &generator) == 0 {
          return UInt32.random(in: 1...3, using: &generator)
        }
        return UInt32.random(in: 4...8, using: &generator)
      }
    }
    let rare: [[UInt32]] = [[1, 4], [1], [2, 5], [2], [3]]
    let frequent: [[UInt32]] = [[4, 5], [5, 6, 7], [4], [5], [6], [7]]
    return (
      documents,
      rare.map { ($0, Float.random(in: 60...90, using: &generator)) }
        + frequent.map { ($0, Float.random(in: 0.5...3, using: &generator)) }
    )
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func leavesOutOnlyWhatCannotBeAmongTheBest(seed: UInt64) throws {
    let (documents, weighted) = largeCase(seed: seed)
    try withIndex(documents) { index in
      let ngrams = weighted.map {
        WeightedNGram(tokens: $0.tokens, rows: index.rows(of: $0.tokens), weight: $0.weight)
      }.sorted { $0.isHeavier(than: $1) }
      let lengths = DocumentLengths(index.documentLengths())
      var all = EvidenceCollector(index, lengths, .standard)
      var some = EvidenceCollector(index, lengths, .standard)
      all.collect(ngrams)
      for depth in [1, 10, 200, 2500, 5000] {
        some.collect(ngrams, depth: depth)
        func best(_ collector: borrowing EvidenceCollector) -> [RankedDocuments.Hit] {
          var best = RankedDocuments(depth: depth)
          for found in collector.evidence {
            best.offer(RankedDocuments.Hit(document: found.document, score: found.score))
          }
          return best.sorted()
        }
        let (found, expected) = (best(some), best(all))
        #expect(found == expected)
        // It does leave out.
        let (kept, every) = (some.evidence.count, all.evidence.count)
        if depth <= 200 { #expect(kept < every) }
        if depth == 5000 { #expect(kept == every) }
      }
    }
  }

  @Test func scoresManyOccurrencesAsOne() throws {
    let (documents, weighted) = largeCase(seed: 4)
    try withIndex(documents) { index in
      let ngrams = weighted.map {
        WeightedNGram(tokens: $0.tokens, rows: index.rows(of: $0.tokens), weight: $0.weight)
      }.sorted { $0.isHeavier(than: $1) }
      let lengths = DocumentLengths(index.documentLengths())
      var collector = EvidenceCollector(index, lengths, .standard)
      collector.collect(ngrams)
      let scoring = NGramScoring.standard
      for (number, document) in documents.enumerated() {
        var taken = Set<Int>()
        var known = Set<UInt32>()
        var sum: Float = 0
        for ngram in ngrams where document.count >= ngram.tokens.count {
          let size = ngram.tokens.count
          let free = (0...(document.count - size)).filter {
            document[$0..<$0 + size].elementsEqual(ngram.tokens)
              && taken.isDisjoint(with: $0..<$0 + size)
          }
          guard !free.isEmpty else { continue }
          for place in free { taken.formUnion(place..<place + size) }
          let fresh = Set(ngram.tokens).subtracting(known).count
          known.formUnion(ngram.tokens)
          let share = Float(fresh) / Float(Set(ngram.tokens).count)
          let cover = 1 - scoring.beta + scoring.beta * share
          let frequency = Float(free.count)
          let norm = lengths.factor(of: number, b: scoring.b)
          sum +=
            ngram.weight * cover
            * (frequency * (scoring.k1 + 1) / (frequency + scoring.k1 * norm))
        }
        let score = collector.score(of: number)
        #expect(abs(score - sum) <= 1e-4 * max(1, sum))
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
      let scores = (0..<3).map { collector.score(of: $0) }
      #expect(scores == [1, 0, 1])
      scoring.occurrences = 1
      var one = EvidenceCollector(index, DocumentLengths(index.documentLengths()), scoring)
      one.collect([WeightedNGram(tokens: [1], rows: index.rows(of: 1), weight: 1)])
      let others = (0..<3).map { one.score(of: $0) }
      #expect(others == [1, 1, 0])
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
