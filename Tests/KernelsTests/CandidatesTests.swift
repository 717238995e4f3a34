// SPDX-License-Identifier: Apache-2.0

import Kernels
import TestSupport
import Testing

@Suite struct `Candidate kernels` {
  @Test(arguments: InstructionSet.available)
  func `keep the rows within a limit, in order, and leave other ranges alone`(
    set: InstructionSet
  ) {
    var generator = SeededGenerator(seed: 9)
    for count in [0, 1, 7, 8, 9, 31, 200] {
      let start = count / 3
      var documents = (0..<UInt32(count + 16)).map { $0 * 3 }
      var sums = documents.map { _ in Double(Float.random(in: 0...4, using: &generator)) }
      let limit = Candidates.Limit(others: 0.5, lowest: 0.25, scale: 100, bin: 200)
      let kept = (start..<count).filter { (Float(sums[$0] + 0.5) - 0.25) * 100 >= 200 }
      let expected = kept.map { (documents[$0], sums[$0]) }
      let before = (documents, sums)
      let end = documents.withUnsafeMutableBufferPointer { documents in
        sums.withUnsafeMutableBufferPointer { sums -> Int in
          guard let documents = documents.baseAddress, let sums = sums.baseAddress else { return 0 }
          return Candidates(documents: documents, sums: sums).keep(start..<count, limit, with: set)
        }
      }
      #expect(end == start + kept.count)
      #expect(documents[start..<end].elementsEqual(expected.map(\.0)))
      #expect(sums[start..<end].elementsEqual(expected.map(\.1)))
      #expect(documents[..<start] == before.0[..<start])
      #expect(documents[count...] == before.0[count...])
      #expect(sums[count...] == before.1[count...])
    }
  }

  @Test(arguments: InstructionSet.available)
  func `take the documents whose sum reaches a limit, and leave other ranges alone`(
    set: InstructionSet
  ) {
    var generator = SeededGenerator(seed: 11)
    for (from, end) in [(0, 0), (0, 8), (8, 24), (16, 200), (0, 208)] {
      let all = (0..<Candidates.rounded(203)).map {
        $0 < 203 && Bool.random(using: &generator)
          ? Double(Int.random(in: 1...6, using: &generator)) : 0
      }
      for least in [Double.leastNormalMagnitude, 3, 7] {
        var sums = all
        var documents = [UInt32](repeating: 9, count: 208 + BitPacking.overrun)
        var kept = [Double](repeating: 9, count: 208 + BitPacking.overrun)
        let count = documents.withUnsafeMutableBufferPointer { documents in
          kept.withUnsafeMutableBufferPointer { kept in
            sums.withUnsafeMutableBufferPointer { sums -> Int in
              guard let documents = documents.baseAddress, let kept = kept.baseAddress,
                let sums = sums.baseAddress
              else { return -1 }
              return Candidates(documents: documents, sums: kept)
                .take(from: sums, from..<end, least: least, with: set)
            }
          }
        }
        let expected = (from..<end).filter { all[$0] >= least }
        #expect(count == expected.count)
        #expect(documents.prefix(count).elementsEqual(expected.map(UInt32.init)))
        #expect(kept.prefix(count).elementsEqual(expected.map { all[$0] }))
        #expect(sums[from..<end].allSatisfy { $0 == 0 })
        #expect(sums[..<from] == all[..<from] && sums[end...] == all[end...])
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `read four-bit numbers`(set: InstructionSet) {
    var generator = SeededGenerator(seed: 10)
    let numbers = (0..<501).map { _ in UInt8.random(in: 0...15, using: &generator) }
    var nibbles = [UInt8](repeating: 0, count: Nibbles.byteCount(numbers.count))
    for (index, number) in numbers.enumerated() { nibbles[index / 2] |= number << (index % 2 * 4) }
    nibbles += [UInt8](repeating: 0xFF, count: BitPacking.slack)
    for count in [1, 8, 15, 16, 17, 128] {
      // Indices behind the last are rubbish that must not be followed.
      var indices = [UInt32](repeating: .max, count: count + BitPacking.overrun)
      for row in 0..<count { indices[row] = .random(in: 0..<501, using: &generator) }
      var values = [UInt32](repeating: 99, count: count + BitPacking.overrun)
      nibbles.withUnsafeBufferPointer { nibbles in
        guard let nibbles = nibbles.baseAddress else { return }
        Nibbles.look(up: indices, count: count, in: nibbles, into: &values, with: set)
      }
      for row in 0..<count { #expect(values[row] == UInt32(numbers[Int(indices[row])])) }
    }
  }
}
