// SPDX-License-Identifier: Apache-2.0

import Kernels
import TestSupport
import Testing

@Suite struct `Groups of summaries' entries` {
  @Test(arguments: InstructionSet.available)
  func `add the codes of one term to the sums of its blocks, and nothing else`(
    set: InstructionSet
  ) {
    var generator = SeededGenerator(seed: 17)
    for count in [0, 1, 31, 32, 33, 64, 100, 500] {
      let terms = (0..<count).map { _ in UInt8.random(in: 0...9, using: &generator) }.sorted()
      let blocks = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let codes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &generator) }
      // What lies behind looks like more entries of any term.
      let group = terms + blocks + codes + (0..<UInt8(SummaryGroup.overrun)).map { $0 % 10 }
      for term in UInt8(0)...10 {
        var sums = (0..<256).map { Float($0) / 3 }
        var expected = sums
        for entry in 0..<count where terms[entry] == term {
          expected[Int(blocks[entry])] += 0.3 * Float(codes[entry])
        }
        SummaryGroup.add(group, count: count, term: term, factor: 0.3, to: &sums, with: set)
        #expect(sums == expected)
      }
    }
  }
}
