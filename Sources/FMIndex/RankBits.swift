// SPDX-License-Identifier: Apache-2.0

import CKernels

/// Bits with the number of ones before any of them, in one cache line.
///
/// A block of 64 bytes holds 448 bits behind a word that counts: the ones before the block (32 bits),
/// and those in its first two, four and six words (9 bits each). So a rank reads the word that counts
/// and two more of the same line. After S. Vigna, Broadword implementation of rank/select queries, WEA 2008.
struct RankBits {
  static let bitsInBlock = 448
  static let wordsInBlock = 8
  static let blockSize = 64

  /// The first block.
  private let words: UnsafePointer<UInt64>
  /// The number of bits.
  let count: Int

  /// Bits that lie in memory as ``RankBitsWriter`` wrote them.
  init(_ start: UnsafeRawPointer, count: Int) {
    words = start.assumingMemoryBound(to: UInt64.self)
    self.count = count
  }

  /// Blocks of so many bits; there is one behind the last bit, so that its rank can be asked.
  static func blockCount(bits: Int) -> Int { bits / bitsInBlock + 1 }

  /// The ones before `position`, which is at most ``count``.
  @inline(__always)
  func rank(_ position: Int) -> Int {
    let position = UInt(bitPattern: position)
    let block = position / UInt(Self.bitsInBlock)
    let inside = position &- block &* UInt(Self.bitsInBlock)
    let base = words + Int(bitPattern: block &* UInt(Self.wordsInBlock))
    let counts = base[0]
    let word = inside &>> 6
    // Pairs 1, 2 and 3 at bits 32, 41 and 50; nothing is at bit 59, for pair 0.
    let pair = word &>> 1
    let before = counts &>> UInt64(32 &+ 9 &* ((pair &+ 3) & 3)) & 511
    let first = base[Int(bitPattern: word)] & (0 &- UInt64(word & 1))
    let rest = base[Int(bitPattern: word) &+ 1] & (1 &<< UInt64(inside & 63) &- 1)
    return Int(truncatingIfNeeded: counts & 0xFFFF_FFFF &+ before)
      &+ first.nonzeroBitCount &+ rest.nonzeroBitCount
  }

  /// Asks for what a rank reads.
  @inline(__always)
  func fetch(_ position: Int) {
    let block = UInt(bitPattern: position) / UInt(Self.bitsInBlock)
    ckernels_fetch(words + Int(bitPattern: block &* UInt(Self.wordsInBlock)), 1)
  }

  /// The bit at `position`.
  func bit(_ position: Int) -> Bool {
    let (block, inside) = position.quotientAndRemainder(dividingBy: Self.bitsInBlock)
    return words[block &* Self.wordsInBlock &+ 1 &+ inside / 64] &>> UInt64(inside % 64) & 1 == 1
  }

  /// Whether all counts are those of the bits, and no bit stands behind the last: then every rank is
  /// at most ``count``, whoever wrote the file.
  var isSound: Bool {
    var total: UInt64 = 0
    for block in 0..<Self.blockCount(bits: count) {
      let base = words + block * Self.wordsInBlock
      guard base[0] == Self.counts(before: total, base + 1) else { return false }
      for word in 1...7 { total += UInt64(base[word].nonzeroBitCount) }
    }
    // Behind the last bit.
    let (block, inside) = count.quotientAndRemainder(dividingBy: Self.bitsInBlock)
    let base = words + block * Self.wordsInBlock + 1
    for word in (inside / 64)..<7 {
      let used = word == inside / 64 ? UInt64(inside % 64) : 0
      guard base[word] >> used == 0 else { return false }
    }
    return true
  }

  /// The word that counts for a block.
  static func counts(before total: UInt64, _ bits: UnsafePointer<UInt64>) -> UInt64 {
    var counts = total
    var sum: UInt64 = 0
    for pair in 0..<3 {
      sum += UInt64(bits[2 * pair].nonzeroBitCount + bits[2 * pair + 1].nonzeroBitCount)
      counts |= sum << UInt64(32 + 9 * pair)
    }
    return counts
  }
}

/// Packs bits into blocks of ``RankBits``, in memory.
struct RankBitsWriter {
  private(set) var blocks: [UInt64] = []
  private var bits: [UInt64] = [0, 0, 0, 0, 0, 0, 0]
  private var inside = 0
  private var total: UInt64 = 0

  /// Room for a number of bits.
  init(count: Int) {
    blocks.reserveCapacity(RankBits.blockCount(bits: count) * RankBits.wordsInBlock)
  }

  /// Adds 64 bits, the lowest first; behind the last bit they are zero.
  mutating func append(_ word: UInt64) {
    bits[inside] = word
    inside += 1
    if inside == 7 { close() }
  }

  /// All blocks, the last of which may be without a bit.
  mutating func finish(count: Int) -> [UInt64] {
    if blocks.count < RankBits.blockCount(bits: count) * RankBits.wordsInBlock { close() }
    return blocks
  }

  private mutating func close() {
    let counts = bits.withUnsafeBufferPointer { bits in
      bits.baseAddress.map { RankBits.counts(before: total, $0) } ?? 0
    }
    blocks.append(counts)
    for index in bits.indices {
      blocks.append(bits[index])
      total += UInt64(bits[index].nonzeroBitCount)
      bits[index] = 0
    }
    inside = 0
  }
}
