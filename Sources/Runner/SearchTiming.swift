// SPDX-License-Identifier: Apache-2.0

import Profiling
import Retrieval

/// What the timed passes over all queries took.
struct SearchTiming {
  /// Single queries of all passes.
  private(set) var latencies = LatencyHistogram()
  /// Passes that were timed.
  private(set) var passes = 0
  private var total = Elapsed()

  /// Adds a pass.
  ///
  /// - Parameter latencies: Those of the passes before, and of this one.
  mutating func add(_ elapsed: Elapsed, _ latencies: LatencyHistogram) {
    self.latencies = latencies
    passes += 1
    total.seconds += elapsed.seconds
    total.cpuSeconds += elapsed.cpuSeconds
  }

  /// The mean over passes.
  var perPass: Elapsed {
    let count = Double(max(1, passes))
    return Elapsed(seconds: total.seconds / count, cpuSeconds: total.cpuSeconds / count)
  }
}

/// A retriever that answers the same query in two ways; the text is the reason of the failed cell.
struct Nondeterminism: Error, Hashable, CustomStringConvertible {
  var description: String

  /// Compares the answers of a pass with those of the first.
  ///
  /// - Parameter pass: Its number, from 0.
  static func refuse(
    _ first: [[Ranking]], _ answers: [[Ranking]], _ pass: Int
  ) throws(Nondeterminism) {
    for (expected, found) in zip(first, answers) where expected != found {
      let query = expected.first?.queryID ?? "without a ranking"
      throw Nondeterminism(
        description: "the retriever is nondeterministic: in pass \(pass + 1) over the queries it "
          + "answered query \(query) otherwise than in the first")
    }
  }
}
