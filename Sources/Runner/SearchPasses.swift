// SPDX-License-Identifier: Apache-2.0

import Profiling
import Retrieval

/// How often all queries are asked.
struct SearchPasses: Sendable {
  /// Passes before those that are timed.
  var warmUp: Int
  /// Passes that are timed.
  var timed: Int

  /// All passes.
  var count: Int { warmUp + timed }

  /// Asks all queries in every pass, one after the other, each timed by itself.
  ///
  /// - Parameters:
  ///   - timing: Gets the timed passes.
  ///   - progress: Told how many queries were asked so far, in all passes.
  /// - Returns: The answers of the first pass.
  /// - Throws: ``Nondeterminism`` where another pass has others, warming up or not.
  func ask(
    _ index: any SearchIndex, _ asked: [(query: Query, depth: Int)],
    _ timing: inout SearchTiming, progress: (Int) -> Void
  ) async throws -> [[Ranking]] {
    var first: [[Ranking]] = []
    for pass in 0..<count {
      var answers: [[Ranking]] = []
      answers.reserveCapacity(asked.count)
      var latencies = timing.latencies
      let meter = ResourceMeter()
      // Nothing is looked at meanwhile.
      for (query, depth) in asked {
        let start = ResourceMeter.nanoseconds
        answers.append(try await index.search([query], depth: depth))
        latencies.record(nanoseconds: ResourceMeter.nanoseconds - start)
        progress(pass * asked.count + answers.count)
      }
      if pass >= warmUp { timing.add(meter.elapsed, latencies) }
      if pass == 0 { first = answers } else { try Nondeterminism.refuse(first, answers, pass) }
    }
    return first
  }
}
