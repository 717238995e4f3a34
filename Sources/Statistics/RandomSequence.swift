// SPDX-License-Identifier: Apache-2.0

/// A small fast generator: a Weyl sequence through one 128-bit product (wyrand).
struct WeylGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0xA076_1D64_78BD_642F
    let product = state.multipliedFullWidth(by: state ^ 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  /// Draws `count` numbers below `count`.
  ///
  /// Two draws come from one random number, each the upper half of a product with `count`: uneven by
  /// less than count / 2^32 (Lemire, doi:10.1145/3230636, without the rejection).
  @inline(__always)
  mutating func draw(_ count: Int, _ take: (Int) -> Void) {
    for _ in 0..<(count / 2) {
      let random = next()
      take(Int(((random >> 32) &* UInt64(count)) >> 32))
      take(Int(((random & 0xFFFF_FFFF) &* UInt64(count)) >> 32))
    }
    if count % 2 == 1 { take(Int(((next() >> 32) &* UInt64(count)) >> 32)) }
  }
}

/// Random words that can be asked for in any order: the finalizer of SplitMix64 over a counter.
///
/// > Steele, Lea and Flood. "Fast splittable pseudorandom number generators." OOPSLA 2014.
/// > doi:10.1145/2660193.2660195
struct RandomWords {
  private let seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
  }

  @inline(__always)
  subscript(index: UInt64) -> UInt64 {
    var word = seed &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
