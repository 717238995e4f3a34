// SPDX-License-Identifier: Apache-2.0

import FMIndex
import TestSupport
import Testing

@Suite struct FMIndexTests {
  /// Documents of few and many tokens, in codes of two and three bytes.
  static let corpora: [[[UInt32]]] = [
    randomDocuments(30, vocabulary: 3, seed: 1),
    randomDocuments(60, vocabulary: 40, seed: 2),
    randomDocuments(30, vocabulary: 70_000, seed: 3),
    [[]], [[], [], []], [[1]], [[5, 5, 5, 5, 5, 5, 5]], [[1, 2, 3], [], [1, 2, 3]],
    [(1...255).map { $0 }, (1...255).reversed()],
  ]

  /// Every n-gram of up to four tokens that is there, and some that are not.
  static func ngrams(_ documents: [[UInt32]]) -> Set<[UInt32]> {
    var ngrams: Set<[UInt32]> = [[], [1], [1, 1], [2, 1], [7, 8, 9], [4_000_000]]
    for document in documents {
      for start in document.indices {
        for length in 1...4 where start + length <= document.count {
          ngrams.insert(Array(document[start..<start + length]))
        }
      }
    }
    return ngrams
  }

  @Test(arguments: corpora.indices)
  func findsWhatNaiveSearchFinds(corpus: Int) throws {
    let documents = Self.corpora[corpus]
    let naive = NaiveIndex(documents: documents)
    try withIndex(documents) { index in
      #expect(index.documentCount == documents.count)
      #expect(index.documentLengths() == documents.map { UInt32($0.count) })
      #expect(index.count(of: FMIndex.end) == documents.count)
      #expect(index.length == documents.reduce(documents.count) { $0 + $1.count })
      for ngram in Self.ngrams(documents) where !ngram.isEmpty {
        let rows = index.rows(of: ngram)
        let expected = naive.occurrences(of: ngram)
        #expect(rows.count == expected.count)
        let found = rows.map { index.document(atPosition: index.position(ofRow: $0)) }
        #expect(found.sorted() == expected.map(\.document))
        #expect(index.documentFrequency(of: rows) == Set(expected.map(\.document)).count)
        if ngram.count == 1 {
          #expect(index.rows(of: ngram[0]) == rows)
          #expect(index.count(of: ngram[0]) == expected.count)
        }
      }
    }
  }

  @Test(arguments: corpora.indices)
  func saysWhatMayFollow(corpus: Int) throws {
    let documents = Self.corpora[corpus]
    let naive = NaiveIndex(documents: documents)
    try withIndex(documents) { index in
      for ngram in Self.ngrams(documents) where !ngram.isEmpty {
        let rows = index.rows(of: ngram)
        var tokens: [UInt32] = []
        var counts: [UInt32: Int] = [:]
        index.forEachNext(after: rows) { token, next in
          tokens.append(token)
          counts[token] = next.count
          #expect(index.count(of: token, after: rows) == next.count)
          if token != FMIndex.end { #expect(next == index.rows(of: token, after: rows)) }
        }
        #expect(tokens == tokens.sorted())
        #expect(counts == naive.followers(of: ngram))
      }
    }
  }

  @Test(arguments: corpora.indices)
  func saysWhatFollowsMostOften(corpus: Int) throws {
    let documents = Self.corpora[corpus]
    let naive = NaiveIndex(documents: documents)
    try withIndex(documents) { index in
      for ngram in Self.ngrams(documents) where ngram.count == 1 {
        let expected = naive.followers(of: ngram)
        for limit in [0, 1, 3, 1000] {
          var found: [(UInt32, Int)] = []
          index.forEachFrequentNext(after: index.rows(of: ngram), limit: limit) { token, rows in
            found.append((token, rows.count))
          }
          #expect(found.map(\.1) == Array(expected.values.sorted(by: >).prefix(limit)))
          #expect(found.allSatisfy { expected[$0.0] == $0.1 })
          #expect(Set(found.map(\.0)).count == found.count)
        }
      }
    }
  }

  @Test(arguments: corpora.indices)
  func answersForManyAtATimeAsForEach(corpus: Int) throws {
    let documents = Self.corpora[corpus]
    try withIndex(documents) { index in
      let every = Array(Set(documents.joined()).union([0, 6, 4_000_000, .max])).sorted()
      let some = every.enumerated().filter { $0.offset % 3 == 1 }.map(\.element)
      for ngram in Self.ngrams(documents) {
        let rows = index.rows(of: ngram)
        for tokens in [every, some, []] {
          var counts = [UInt32](repeating: 99, count: tokens.count)
          tokens.withUnsafeBufferPointer { tokens in
            counts.withUnsafeMutableBufferPointer {
              index.counts(of: tokens, after: rows, into: $0)
            }
          }
          #expect(counts.map { Int($0) } == tokens.map { index.count(of: $0, after: rows) })
        }
        var positions = [UInt32](repeating: 0, count: rows.count)
        var found = positions
        positions.withUnsafeMutableBufferPointer { positions in
          found.withUnsafeMutableBufferPointer {
            index.locate(rows, positions: positions, documents: $0)
          }
        }
        #expect(positions.map { Int($0) } == rows.map { index.position(ofRow: $0) })
        #expect(found.map { Int($0) } == positions.map { index.document(atPosition: Int($0)) })
      }
    }
  }

  @Test func saysWhereOccurrencesLie() throws {
    // Back to front: 3 2 1 0 2 1 2 0
    try withIndex([[1, 2, 3], [2, 1, 2]]) { index in
      let rows = index.rows(of: [1, 2])
      #expect(rows.map { index.position(ofRow: $0) }.sorted() == [1, 4])
      #expect((0..<8).map { index.document(atPosition: $0) } == [0, 0, 0, 0, 1, 1, 1, 1])
    }
  }

  @Test func takesTokensOfFourBytes() throws {
    let large: UInt32 = 1 << 24
    try withIndex([[large + 1, 1, large], [1, large, 1, large + 1]]) { index in
      #expect(index.rows(of: [1, large]).count == 2)
      #expect(index.rows(of: [large, 1]).count == 1)
      var next: [UInt32] = []
      index.forEachNext(after: index.rows(of: 1)) { token, _ in next.append(token) }
      #expect(next == [large, large + 1])
    }
  }

  @Test func holdsNoDocumentAtAll() throws {
    try withIndex([]) { index in
      #expect(index.documentCount == 0)
      #expect(index.all.isEmpty)
      #expect(index.rows(of: [1]).isEmpty)
      index.forEachNext(after: index.all) { _, _ in Issue.record("nothing follows") }
    }
  }

  @Test func knowsNoTokenThatNobodyWrote() throws {
    try withIndex([[1, 9]]) { index in
      #expect(index.vocabularySize == 10)
      #expect(index.rows(of: 5).isEmpty)
      #expect(index.rows(of: 10).isEmpty)
      #expect(index.rows(of: UInt32.max, after: index.all).isEmpty)
      #expect(index.rows(of: FMIndex.end, after: index.all).isEmpty)
    }
  }
}
