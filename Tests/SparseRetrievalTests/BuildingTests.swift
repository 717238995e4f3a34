// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import SparseRetrieval

@Suite struct `Parts of the index builder` {
  private func words(_ count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("abcdefghijklmnopqrstuvwxyzäöü")
    return (0..<count).map { _ in
      String(
        (0..<Int.random(in: 1...22, using: &generator)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &generator)]
        })
    }
  }

  private func withBytes<Result>(
    _ string: String, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    Array(string.utf8).withUnsafeBytes(body)
  }

  @Test func `a byte table numbers strings in order of first appearance`() {
    var table = ByteTable()
    var numbers: [String: Int] = [:]
    let words = words(3000, seed: 1)
    for word in words + words.reversed() {
      let (number, isNew) = withBytes(word) { table.insert($0) }
      #expect(isNew == (numbers[word] == nil))
      #expect(numbers[word, default: number] == number)
      numbers[word] = number
    }
    #expect(table.count == numbers.count)
    for (word, number) in numbers {
      #expect(table.withBytes(number) { $0.elementsEqual(word.utf8) })
    }
  }

  @Test func `the surface cache asks once for every token, whatever its length`() {
    var cache = SurfaceCache()
    var asked: [String: UInt32] = [:]
    let words = words(6000, seed: 2)
    for word in words + words {
      let term = withBytes(word) { bytes in
        cache.term(bytes) { surface in
          let string = String(decoding: surface, as: UTF8.self)
          #expect(asked[string] == nil)
          asked[string] = asked.count % 5 == 0 ? SurfaceCache.dropped : UInt32(asked.count)
          return asked[string] ?? 0
        }
      }
      #expect(term == asked[word])
    }
  }

  /// The postings of a term by way of their encoding in a run.
  private func encoded(
    _ accumulator: borrowing PostingAccumulator, _ term: UInt32
  ) -> [(document: UInt32, frequency: UInt32)] {
    var bytes: [UInt8] = []
    accumulator.appendPostings(term, to: &bytes)
    return bytes.withUnsafeBufferPointer { bytes in
      guard var cursor = bytes.baseAddress else { return [] }
      let end = cursor + bytes.count
      var postings: [(document: UInt32, frequency: UInt32)] = []
      var document: UInt32 = 0
      while cursor < end {
        let posting = EncodedPosting.read(&cursor)
        document += posting.gap
        postings.append((document, posting.frequency))
      }
      return postings
    }
  }

  @Test func `postings come back as they were added`() {
    var generator = SeededGenerator(seed: 3)
    var accumulator = PostingAccumulator()
    var expected: [UInt32: [(document: UInt32, frequency: UInt32)]] = [:]
    var document: UInt32 = 0
    for _ in 0..<3000 {
      document +=
        UInt32.random(in: 1...3, using: &generator) << UInt32.random(in: 0...12, using: &generator)
      var terms: [UInt32] = []
      for _ in 0..<Int.random(in: 0...30, using: &generator) {
        terms.append(
          UInt32.random(in: 0..<8, using: &generator)
            * UInt32.random(in: 0..<300, using: &generator))
      }
      if document % 7 == 0 { terms += [UInt32](repeating: 5, count: 400) }
      terms.withUnsafeBufferPointer { accumulator.add($0, document: document) }
      for term in Set(terms) {
        expected[term, default: []].append((document, UInt32(terms.count { $0 == term })))
      }
    }
    for (term, postings) in expected {
      var found: [(document: UInt32, frequency: UInt32)] = []
      let room = [UInt32](repeating: 0, count: postings.count)
      var (documents, frequencies) = (room, room)
      accumulator.copyPostings(term, documents: &documents, frequencies: &frequencies)
      found = zip(documents, frequencies).map { ($0, $1) }
      #expect(found.elementsEqual(postings) { $0 == $1 })
      #expect(encoded(accumulator, term).elementsEqual(postings) { $0 == $1 })
      #expect(accumulator.documentFrequency(term) == postings.count)
      #expect(
        accumulator.collectionFrequency(term) == postings.reduce(0) { $0 + Int($1.frequency) })
    }
    #expect(accumulator.documentFrequency(1_000_000) == 0)
  }

  @Test func `sorted terms ascend by their bytes and keep their numbers`() {
    var table = ByteTable()
    for word in words(2000, seed: 8) + ["shared", "short", "sharedshared", "shareds"] {
      _ = withBytes(word) { table.insert($0) }
    }
    let sorted = SortedTerms(table)
    let names = (0..<table.count).map { Array(sorted.name($0)) }
    #expect(zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    #expect(Set(sorted.numbers).count == table.count)
    for (name, number) in zip(names, sorted.numbers) {
      #expect(table.withBytes(Int(number)) { Array($0) } == name)
    }
  }

  @Test func `a checksum does not depend on how the bytes are cut`() {
    var generator = SeededGenerator(seed: 9)
    let bytes = (0..<1000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let whole = bytes.withUnsafeBytes { Checksum.of($0) }
    for _ in 0..<50 {
      var sum = Checksum()
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 0...150, using: &generator))
        bytes[start..<end].withUnsafeBytes { sum.add($0) }
        start = end
      }
      #expect(sum.value == whole)
    }
  }

  @Test(arguments: [
    (0, 0), (23, 23), (24, 24), (39, 39), (40, 40), (41, 40), (55, 54), (57, 56), (59, 56),
    (60, 60), (1000, 984), (1_000_000, 983_064), (2_147_483_647, 2_013_265_944),
  ])
  func `lossy lengths are Lucene's`(length: Int, kept: Int) {
    #expect(LossyLength.decode(LossyLength.encode(UInt32(length))) == UInt32(kept))
  }

  @Test func `a lossy length is never longer than the length, and bytes come back`() {
    for byte in UInt8.min...UInt8.max {
      #expect(LossyLength.encode(LossyLength.decode(byte)) == byte)
    }
    for length in UInt32(0)..<5000 {
      #expect(LossyLength.decode(LossyLength.encode(length)) <= length)
    }
  }
}

@Suite struct `The best k documents` {
  @Test(arguments: [1, 10, 100, 5000])
  func `are those of a sort, with ties by document number`(k: Int) {
    var generator = SeededGenerator(seed: UInt64(k))
    var top = TopDocuments()
    for distinct in [2, 50, 100_000] {
      top.reset(k: k, lowest: 0, highest: 9)
      var all: [(document: UInt32, score: Float)] = []
      for document in (UInt32(0)..<20_000).shuffled(using: &generator) {
        let score = Float(Int.random(in: 0..<distinct, using: &generator)) / Float(distinct) * 9
        all.append((document, score))
        top.insert(document, score: score)
      }
      all.sort { $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document }
      var found: [(document: UInt32, score: Float)] = []
      top.drain { found.append(($0, $1)) }
      #expect(found.elementsEqual(all.prefix(k)) { $0 == $1 })
    }
  }

  @Test func `the threshold is reached by k scores and admits all of the best`() {
    var generator = SeededGenerator(seed: 77)
    var threshold = ScoreThreshold()
    for k in [1, 10, 300] {
      threshold.reset(k: k, lowest: 0, highest: 12)
      var scores: [Float] = []
      for _ in 0..<5000 {
        let score = Float.random(in: 0...12, using: &generator)
        scores.append(score)
        threshold.insert(score)
        guard scores.count % 50 == 0 else { continue }
        let best = scores.sorted(by: >)
        let bound = threshold.bound
        #expect(scores.count < k || best.count { $0 >= bound } >= k || bound == 0)
        #expect(best.prefix(k).allSatisfy { threshold.admits($0) })
      }
      let ranked = scores.sorted(by: >)[k - 1]
      #expect(ranked - threshold.bound < 2 * 12 / 4096)
    }
  }
}
