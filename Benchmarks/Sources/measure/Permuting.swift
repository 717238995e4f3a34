// SPDX-License-Identifier: Apache-2.0

import Foundation
import Statistics

extension Measure {
  /// Paired randomisation tests of `measures` measures over `queries` queries, all at once, as the
  /// gate asks for them.
  static func permute(
    queries: Int, measures: Int, permutations: Int, threads: Int, repetitions: Int
  ) throws {
    var state: UInt64 = 7
    /// Differences of two systems that agree nowhere, the most work.
    func difference() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 40) + 0.5) / Double(1 << 24) - 0.5
    }
    let columns = (0..<measures).map { _ in (0..<queries).map { _ in difference() } }
    let test = RandomizationTest(permutations: permutations, threads: threads)
    var least = 1.0
    let seconds = seconds(repetitions: repetitions) {
      least = test.outcomes(of: columns).map(\.twoSided).min() ?? 1
    }
    try report(seconds, ["least": least])
  }
}
