// SPDX-License-Identifier: Apache-2.0

import Gate
import TestSupport
import Testing

@Suite struct `The gate for costs` {
  /// Measurements with noise of some percent, and now and then a round in which the machine is
  /// busy for both.
  private func rounds(
    _ count: Int, slower: Double, noise: Double, _ generator: inout SeededGenerator
  ) throws -> SpeedComparison {
    var values: ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      let busy = Double.random(in: 0..<1, using: &generator) < 0.2 ? 3.0 : 1
      values.0.append(10 * busy * (1 + Double.random(in: -noise...noise, using: &generator)))
      values.1.append(
        10 * busy * slower * (1 + Double.random(in: -noise...noise, using: &generator)))
    }
    return try #require(SpeedComparison(.latencyP95, first: values.0, second: values.1))
  }

  @Test func `gives the geometric mean of ratios with an interval`() throws {
    let comparison = try #require(
      SpeedComparison(.latencyP50, first: [1, 2, 4], second: [2, 2, 16]))
    #expect(abs(comparison.ratio - 2) < 1e-12)
    #expect(comparison.interval().contains(2))
    let steady = try #require(SpeedComparison(.memory, first: [1, 2], second: [1.5, 3]))
    #expect(steady.look(limit: 1.4, level: 0.05) == .regressed)
    #expect(steady.look(limit: 1.6, level: 0.05) == .pass)
  }

  @Test func `refuses what cannot be a ratio`() {
    #expect(SpeedComparison(.memory, first: [1], second: [1]) == nil)
    #expect(SpeedComparison(.memory, first: [1, 2], second: [1]) == nil)
    #expect(SpeedComparison(.memory, first: [1, 0], second: [1, 1]) == nil)
    #expect(SpeedComparison(.memory, first: [1, .nan], second: [1, 1]) == nil)
  }

  @Test func `hardly ever fails what is as fast, and finds what is not`() async throws {
    var generator = SeededGenerator(seed: 8)
    var alarms = (same: 0, slower: 0)
    for _ in 0..<400 {
      var random = SeededGenerator(seed: generator.next())
      let same = try await SpeedGate(limit: 1).decide { _ in
        SpeedLook(try rounds(8, slower: 1, noise: 0.05, &random))
      }
      if same.verdict == .regressed { alarms.same += 1 }
      let slower = try await SpeedGate(limit: 1.05).decide { _ in
        SpeedLook(try rounds(8, slower: 1.15, noise: 0.05, &random))
      }
      if slower.verdict == .regressed { alarms.slower += 1 }
    }
    // Two looks at 5 % each: 0.25 %.
    #expect(alarms.same <= 5)
    #expect(alarms.slower > 390)
  }

  @Test func `notes a reason once, whatever its numbers`() {
    var look = SpeedLook(nil)
    look.note("others took 43 % of the CPU time while indexing")
    look.note("others took 9 % of the CPU time while searching")
    look.note("others took 100 % of the CPU time while indexing")
    #expect(
      look.reasons == [
        "others took 43 % of the CPU time while indexing",
        "others took 9 % of the CPU time while searching",
      ])
  }

  @Test func `looks a second time before it fails, and only then`() async throws {
    func comparison(_ ratio: Double) throws -> SpeedLook {
      let rounds = SpeedComparison(
        .latencyP95, first: [1, 1, 1], second: [ratio, ratio * 1.01, ratio * 0.99])
      let comparison: SpeedComparison = try #require(rounds)
      return SpeedLook(comparison)
    }
    let once = try await SpeedGate().decide { _ in try comparison(1) }
    #expect(once.verdict == .pass && once.looks.count == 1)
    let taken = try await SpeedGate().decide { look in try comparison(look == 0 ? 1.3 : 1) }
    #expect(taken.verdict == .cannotTell && taken.looks.count == 2)
    let confirmed = try await SpeedGate().decide { _ in try comparison(1.3) }
    #expect(confirmed.verdict == .regressed && confirmed.looks.count == 2)
    let unseen = SpeedLook(nil, repeated: 3, reasons: ["others were busy"])
    let never = await SpeedGate().decide { _ in unseen }
    #expect(never.verdict == .cannotTell && never.looks == [unseen])
    let unconfirmed = try await SpeedGate().decide { look in
      try look == 0 ? comparison(1.3) : unseen
    }
    #expect(unconfirmed.verdict == .cannotTell && unconfirmed.looks.count == 2)
  }
}
