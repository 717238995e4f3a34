// SPDX-License-Identifier: Apache-2.0

import Kernels
import TestSupport
import Testing

@Suite struct `Saturation kernel` {
  @Test(arguments: InstructionSet.available)
  func `every path gives the same bits as the formula`(set: InstructionSet) {
    var generator = SeededGenerator(seed: 12)
    let documentCount = 1000
    let codes = (0..<documentCount + 64).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var table = (0..<256).map { _ in Float.random(in: 0.01...8, using: &generator) }
    table[7] = .infinity
    let direct = codes.map { table[Int($0)] }
    let kernel = Saturation(weight: 7.123, shift: 1.25, offset: 0.5)
    for count in [1, 7, 8, 9, 16, 17, 100, 128] {
      // Lanes behind the last posting hold rubbish that must not be followed.
      var documents = [UInt32](repeating: .max, count: count + BitPacking.overrun)
      var frequencies = documents
      for index in 0..<count {
        documents[index] = .random(in: 0..<UInt32(documentCount), using: &generator)
        frequencies[index] = .random(in: 1...300, using: &generator)
      }
      var coded = [Float](repeating: 0, count: count + BitPacking.overrun)
      var plain = coded
      codes.withUnsafeBufferPointer { codes in
        table.withUnsafeBufferPointer { table in
          guard let codes = codes.baseAddress, let table = table.baseAddress else { return }
          kernel.score(
            documents: documents, frequencies: frequencies, count: count,
            factors: .coded(codes, table: table), into: &coded, with: set)
        }
      }
      direct.withUnsafeBufferPointer { direct in
        guard let direct = direct.baseAddress else { return }
        kernel.score(
          documents: documents, frequencies: frequencies, count: count, factors: .direct(direct),
          into: &plain, with: set)
      }
      for index in 0..<count {
        let product = Float(frequencies[index]) * direct[Int(documents[index])]
        let expected = 0.5 + (7.123 - 7.123 / (1.25 + product)) as Float
        #expect(coded[index].bitPattern == expected.bitPattern)
        #expect(plain[index].bitPattern == expected.bitPattern)
      }
    }
  }

  @Test func `a score never falls as the frequency grows`() {
    let kernel = Saturation(weight: 3.7)
    var last: Float = 0
    for product in stride(from: Float(0.001), to: 50, by: 0.0137) {
      let score = kernel.score(product)
      #expect(score >= last)
      last = score
    }
  }
}
