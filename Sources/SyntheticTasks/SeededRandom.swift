// SPDX-License-Identifier: Apache-2.0

/// Random numbers that are the same for the same seed on every platform and in every version.
///
/// The standard library does not promise which numbers its `random(in:using:)` and `shuffle(using:)`
/// make of a generator's bits, so this type makes them itself.
///
/// > Blackman and Vigna. "Scrambled linear pseudorandom number generators." ACM TOMS 47(4), 2021
/// > (xoshiro256**, seeded by SplitMix64 as its authors advise).
struct SeededRandom {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator for `seed` and, so that parts can be made in any order, a stream within it.
  init(seed: UInt64, stream: UInt64 = 0) {
    var splitMix = SplitMix64(state: seed)
    let offset = splitMix.next()
    splitMix = SplitMix64(state: offset ^ (stream &* 0xD134_2543_DE82_EF95))
    state = (splitMix.next(), splitMix.next(), splitMix.next(), splitMix.next())
  }

  /// A generator in the given state, which is not all zero.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    self.state = state
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    let result = rotate(state.1 &* 5, 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, 45)
    return result
  }

  /// A number from 0 to below `bound`, all equally likely.
  ///
  /// > Lemire. "Fast random integer generation in an interval." ACM TOMACS 29(1), 2019.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "there is no number below \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Moves a random choice of `count` elements, in random order, to the front (Fisher–Yates).
  mutating func shuffle<Element>(_ elements: inout [Element], first count: Int? = nil) {
    for position in 0..<min(count ?? elements.count, elements.count) {
      elements.swapAt(position, position + below(elements.count - position))
    }
  }

  private func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}

/// Turns a counter into well-mixed bits; here only for seeding and for ``SeededPermutation``.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A random-looking one-to-one map of 0 ..< count onto itself that needs no table.
///
/// A four-round Feistel network over the next power of four, walked until the value lies in range;
/// so a million names can be handed out in a seeded order without holding a million names.
struct SeededPermutation {
  private let count: UInt64
  private let halfBits: UInt64
  private let keys: [UInt64]

  /// The permutation of `0 ..< count` that belongs to `seed`.
  init(count: Int, seed: UInt64) {
    precondition(count > 0, "a permutation of nothing")
    self.count = UInt64(count)
    var halfBits: UInt64 = 1
    while UInt64(1) << (2 * halfBits) < self.count { halfBits += 1 }
    self.halfBits = halfBits
    var random = SeededRandom(seed: seed)
    keys = (0..<4).map { _ in random.next() }
  }

  /// Where `index` is moved to.
  func callAsFunction(_ index: Int) -> Int {
    precondition(index >= 0 && UInt64(index) < count, "an index out of range")
    var value = UInt64(index)
    repeat { value = encrypt(value) } while value >= count
    return Int(value)
  }

  private func encrypt(_ value: UInt64) -> UInt64 {
    let mask = (UInt64(1) << halfBits) - 1
    var left = value >> halfBits
    var right = value & mask
    for key in keys { (left, right) = (right, left ^ (SplitMix64.mix(right ^ key) & mask)) }
    return left << halfBits | right
  }
}
