// SPDX-License-Identifier: Apache-2.0

import Kernels
import TestSupport
import Testing

@testable import VectorSearch

@Suite struct `Rescoring from a finer table` {
  @Test(arguments: [VectorFormat.float16, .bfloat16, .int8], Similarity.allCases)
  func `without a factor gives the hits of the finer table`(
    format: VectorFormat, similarity: Similarity
  ) async throws {
    var generator = SeededGenerator(seed: 21)
    // One vector of length 0, and pairs that the coarse format cannot tell apart.
    var vectors = randomVectors(2400, 24, using: &generator)
    for column in 0..<24 { vectors[column] = 0 }
    for row in stride(from: 1, to: 2399, by: 2) {
      for column in 0..<24 {
        vectors[(row + 1) * 24 + column] = vectors[row * 24 + column] * (1 + 0x1p-13)
      }
    }
    let finer = try VectorTable(vectors, dimensions: 24)
    let table = try finer.converted(to: format)
    let queries = randomVectors(3, 24, using: &generator)
    let expected = (0..<3).map {
      naiveSearch(finer, similarity, Array(queries[($0 * 24)..<($0 * 24 + 24)]), depth: 40)
    }
    for set in InstructionSet.available {
      let search = ExactSearch(table, similarity, finer, threads: 2, set: set)
      #expect(try await search.search(batch: queries, depth: 40) == expected, "\(set)")
      #expect(try search.search(Array(queries[..<24]), depth: 40) == expected[0], "\(set)")
    }
  }

  @Test(arguments: [VectorFormat.int8, .binary], Similarity.allCases)
  func `with a factor takes the best of the first pass`(
    format: VectorFormat, similarity: Similarity
  ) async throws {
    var generator = SeededGenerator(seed: 22)
    let vectors = randomVectors(2400, 24, using: &generator)
    let finer = try VectorTable(vectors, dimensions: 24)
    let table = try finer.converted(to: format)
    let queries = randomVectors(3, 24, using: &generator)
    let ranks = (0..<2400 as Range<UInt32>).shuffled(using: &generator)
    let reference = ExactSearch(table, similarity, finer, 3, ranks, set: .plain)
    let expected = try (0..<3).map {
      try reference.search(Array(queries[($0 * 24)..<($0 * 24 + 24)]), depth: 40)
    }
    for set in InstructionSet.available {
      for threads in [1, 3] {
        let search = ExactSearch(table, similarity, finer, 3, ranks, threads: threads, set: set)
        #expect(try await search.search(batch: queries, depth: 40) == expected, "\(set)")
        #expect(try search.search(Array(queries[..<24]), depth: 40) == expected[0], "\(set)")
      }
    }
    // Binary first passes are whole numbers: the two stages by their definition.
    guard format == .binary else { return }
    for (number, found) in expected.enumerated() {
      let query = Array(queries[(number * 24)..<(number * 24 + 24)])
      let first = naiveSearch(table, similarity, query, depth: 120, ties: ranks).map(\.row)
      #expect(
        found == naiveSearch(finer, similarity, query, depth: 40, ties: ranks, among: first))
    }
  }

  @Test func `as often as needed finds everything`() throws {
    var generator = SeededGenerator(seed: 23)
    let finer = try VectorTable(randomVectors(300, 70, using: &generator), dimensions: 70)
    let table = try finer.converted(to: .binary)
    let query = randomVectors(1, 70, using: &generator)
    let search = ExactSearch(table, similarity: .cosine, rescoring: finer, factor: 30)
    #expect(try search.search(query, depth: 10) == naiveSearch(finer, .cosine, query, depth: 10))
  }
}
