// SPDX-License-Identifier: Apache-2.0

import Kernels
import TestSupport
import Testing

@Suite struct `Sums with signs` {
  @Test(arguments: InstructionSet.available, [8, 16, 24])
  func `are those of adding one by one`(set: InstructionSet, lanes: Int) {
    var generator = SeededGenerator(seed: UInt64(lanes))
    for count in [1, 7, 8, 9, 33, 63, 64] {
      let values = (0..<count * lanes).map { _ in
        Int64.random(in: -1 << 50...1 << 50, using: &generator)
      }
      var table = [Int64](repeating: 7, count: SignSums.tableCount(lanes: lanes))
      SignSums.fill(&table, from: values, count: count, lanes: lanes)
      let permutations = 13
      let signs = (0..<permutations).map { _ in generator.next() }
      let before = (0..<permutations * lanes).map { Int64($0) }
      var sums = before
      SignSums.add(
        table, signs: signs, permutations: permutations, lanes: lanes, to: &sums, with: set)
      for permutation in 0..<permutations {
        for lane in 0..<lanes {
          var expected = before[permutation * lanes + lane]
          for row in 0..<count {
            let isNegative = signs[permutation] >> UInt64(row) & 1 == 1
            expected += isNegative ? -values[row * lanes + lane] : values[row * lanes + lane]
          }
          #expect(sums[permutation * lanes + lane] == expected)
        }
      }
    }
  }
}
