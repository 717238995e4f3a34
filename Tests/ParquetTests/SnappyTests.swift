// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Parquet

/// Blocks made of random literals and copies, beside what these mean byte by byte.
struct SnappyTests {
  private struct Block {
    var bytes: [UInt8] = []
    var content: [UInt8] = []
  }

  /// A block of `count` pieces: the size, literals of all lengths, copies of all three forms.
  private func block(_ count: Int, _ generator: inout SeededGenerator) -> Block {
    var block = Block()
    for _ in 0..<count {
      if block.content.isEmpty || Bool.random(using: &generator) {
        let length = Int.random(
          in: 1...(Bool.random(using: &generator) ? 20 : 400), using: &generator)
        let literal = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        block.bytes +=
          length <= 60
          ? [UInt8(length - 1) << 2]
          : [61 << 2, UInt8((length - 1) & 0xFF), UInt8((length - 1) >> 8)]
        block.bytes += literal
        block.content += literal
      } else {
        let near = min(block.content.count, Bool.random(using: &generator) ? 20 : 2000)
        let offset = Int.random(in: 1...near, using: &generator)
        let length = Int.random(in: 4...11, using: &generator)
        let long = Int.random(in: 1...64, using: &generator)
        let low = UInt8(offset & 0xFF)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
          block.bytes += [UInt8(offset >> 8) << 5 | UInt8(length - 4) << 2 | 1, low]
          copy(length, offset, &block.content)
        case 1:
          block.bytes += [UInt8(long - 1) << 2 | 2, low, UInt8(offset >> 8)]
          copy(long, offset, &block.content)
        default:
          block.bytes += [UInt8(long - 1) << 2 | 3, low, UInt8(offset >> 8), 0, 0]
          copy(long, offset, &block.content)
        }
      }
    }
    block.bytes = varint(block.content.count) + block.bytes
    return block
  }

  private func copy(_ length: Int, _ offset: Int, _ content: inout [UInt8]) {
    for _ in 0..<length { content.append(content[content.count - offset]) }
  }

  private func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }

  private func decompress(_ bytes: [UInt8], size: Int) -> [UInt8]? {
    // Exactly as long as the block, so that a read beyond it can be seen.
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { input.deallocate() }
    input.copyBytes(from: bytes)
    return try? Snappy.decompress(UnsafeRawBufferPointer(input), size: size)
  }

  @Test func `literals and copies of every form and reach are put together`() {
    var generator = SeededGenerator(seed: 5)
    for count in [1, 2, 3, 10, 100] {
      for _ in 0..<60 {
        let block = block(count, &generator)
        #expect(decompress(block.bytes, size: block.content.count) == block.content)
      }
    }
  }

  @Test func `no prefix, no other size and no copy from before the start is accepted`() {
    var generator = SeededGenerator(seed: 6)
    let block = block(30, &generator)
    for end in block.bytes.indices {
      #expect(decompress(Array(block.bytes[..<end]), size: block.content.count) == nil)
    }
    #expect(decompress(block.bytes, size: block.content.count + 1) == nil)
    for offset in [0, 2, 255] {
      #expect(decompress([5, 0, 7, 0 << 5 | 0 << 2 | 1, UInt8(offset)], size: 5) == nil)
    }
    #expect(decompress([5, 0, 7, 1, 1], size: 5) == [7, 7, 7, 7, 7])
    #expect(decompress([4, 0, 7, 1, 1], size: 4) == nil)
    #expect(decompress([0], size: 0) == [])
  }
}
