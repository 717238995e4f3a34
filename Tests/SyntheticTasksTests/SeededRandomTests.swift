// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SyntheticTasks

@Suite struct `Seeded randomness` {
  /// First numbers of the authors' C program for state 1, 2, 3, 4 (prng.di.unimi.it).
  @Test func `xoshiro256** gives its published numbers`() {
    var random = SeededRandom(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    for value in expected { #expect(random.next() == value) }
  }

  /// First numbers of the authors' C program for seed 1234567.
  @Test func `SplitMix64 gives its published numbers`() {
    var generator = SplitMix64(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    for value in expected { #expect(generator.next() == value) }
  }

  @Test func `streams of a seed are different and repeatable`() {
    let firsts = (0..<1000).map { stream in
      var random = SeededRandom(seed: 5, stream: UInt64(stream))
      return random.next()
    }
    #expect(Set(firsts).count == 1000)
    var again = SeededRandom(seed: 5, stream: 17)
    #expect(again.next() == firsts[17])
  }

  @Test func `numbers below a bound are evenly spread`() {
    var random = SeededRandom(seed: 3)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.below(7)] += 1 }
    // Five standard deviations of a binomial with n = 70 000 and p = 1/7 are 463.
    for count in counts { #expect(abs(count - 10_000) < 463) }
  }

  @Test func `a partial shuffle is the start of a full one`() {
    var all = Array(0..<100)
    var some = all
    var random = SeededRandom(seed: 9)
    random.shuffle(&all)
    random = SeededRandom(seed: 9)
    random.shuffle(&some, first: 10)
    #expect(some.prefix(10) == all.prefix(10))
    #expect(all.sorted() == Array(0..<100) && some.sorted() == all.sorted())
  }

  @Test(arguments: [1, 2, 3, 4, 5, 16, 17, 1000, 1024, 1025])
  func `a permutation meets every number once`(count: Int) {
    let permutation = SeededPermutation(count: count, seed: 11)
    #expect(Set((0..<count).map { permutation($0) }) == Set(0..<count))
  }
}
