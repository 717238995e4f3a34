// SPDX-License-Identifier: Apache-2.0

import Kernels
import TestSupport
import Testing

@Suite struct `Bit packing` {
  /// Values of at most `bits` bits, the largest among them.
  private func values(_ count: Int, bits: UInt32, seed: UInt64) -> [UInt32] {
    var generator = SeededGenerator(seed: seed)
    let largest = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(bits)) - 1)
    return (0..<count).map {
      $0 == count / 2 ? largest : .random(in: 0...largest, using: &generator)
    }
  }

  private func packed(_ values: [UInt32], bits: UInt32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: values.count * 4 + 8)
    let count = BitPacking.pack(values, count: values.count, bits: bits, into: &bytes)
    return Array(bytes[..<count])
  }

  @Test(arguments: InstructionSet.available, UInt32(0)...32)
  func `what was packed is unpacked, at every width and count`(set: InstructionSet, bits: UInt32) {
    for count in [1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 100, 127, 128] {
      let original = values(count, bits: bits, seed: UInt64(bits) * 1000 + UInt64(count))
      let bytes = packed(original, bits: bits)
      #expect(bytes.count == BitPacking.byteCount(count, bits: bits))
      let padded = bytes + [UInt8](repeating: 0xA5, count: BitPacking.slack)
      var output = [UInt32](repeating: 0, count: count + BitPacking.overrun)
      BitPacking(set).unpack(padded, bits: bits, count: count, adding: 3, into: &output)
      #expect(output[..<count].elementsEqual(original.map { $0 &+ 3 }))
      for index in 0..<count {
        #expect(BitPacking.value(padded, bits: bits, at: index) == original[index])
      }
    }
  }

  @Test(arguments: InstructionSet.available, UInt32(0)...32)
  func `gaps add up to increasing numbers`(set: InstructionSet, bits: UInt32) {
    for count in [1, 8, 13, 16, 128] {
      let gaps = values(count, bits: bits, seed: UInt64(bits) * 77 + UInt64(count))
      let padded = packed(gaps, bits: bits) + [UInt8](repeating: 0x5A, count: BitPacking.slack)
      var output = [UInt32](repeating: 0, count: count + BitPacking.overrun)
      BitPacking(set).unpackGaps(padded, bits: bits, count: count, base: .max, into: &output)
      var expected: [UInt32] = []
      for gap in gaps { expected.append((expected.last ?? .max) &+ gap &+ 1) }
      #expect(output[..<count].elementsEqual(expected))
    }
  }

  @Test(arguments: InstructionSet.available, UInt32(0)...32)
  func `packed values are summed without unpacking`(set: InstructionSet, bits: UInt32) {
    for count in [1, 7, 8, 9, 16, 17, 31, 128, 256] {
      let original = values(count, bits: bits, seed: UInt64(bits) * 31 + UInt64(count))
      let padded = packed(original, bits: bits) + [UInt8](repeating: 0xFF, count: BitPacking.slack)
      let expected = original.reduce(UInt64(0)) { $0 + UInt64($1) }
      #expect(BitPacking(set).sum(padded, bits: bits, count: count) == expected)
      let largest = [UInt32](
        repeating: UInt32(truncatingIfNeeded: (UInt64(1) << bits) - 1), count: count)
      let full = packed(largest, bits: bits) + [UInt8](repeating: 0xFF, count: BitPacking.slack)
      #expect(
        BitPacking(set).sum(full, bits: bits, count: count) == UInt64(count) * UInt64(largest[0]))
    }
  }

  @Test func `a width holds its largest value and no larger one`() {
    #expect(BitPacking.width(of: 0) == 0)
    #expect(BitPacking.width(of: 1) == 1)
    #expect(BitPacking.width(of: 255) == 8)
    #expect(BitPacking.width(of: 256) == 9)
    #expect(BitPacking.width(of: .max) == 32)
  }
}
