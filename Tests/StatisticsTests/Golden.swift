// SPDX-License-Identifier: Apache-2.0

import Foundation
import Statistics
import TestSupport
import Testing

/// What SciPy and statsmodels computed: `Golden/statistics.json`, made by the script beside it.
struct Golden: Decodable {
  /// One pair of score lists and everything that is said about them.
  struct Sample: Decodable {
    struct Randomisation: Decodable {
      let exact: Bool
      let twoSided: Double
      let greater: Double
      let less: Double

      enum CodingKeys: String, CodingKey {
        case exact, greater, less
        case twoSided = "two-sided"
      }
    }

    let a: [Double]
    let b: [Double]
    let t: [String: [Double]]
    let tInterval: [Double]
    let wilcoxon: [Wilcoxon]
    let sign: [String: Double]
    let randomisation: Randomisation
    let bootstrap: [String: [Double]]
    let hedgesG: Double
    let cliffsDelta: Double
    let nonInferiority: Double
    let lowerBound: Double

    enum CodingKeys: String, CodingKey {
      case a, b, t, wilcoxon, sign, randomisation, bootstrap
      case tInterval = "t-interval"
      case hedgesG = "hedges-g"
      case cliffsDelta = "cliffs-delta"
      case nonInferiority = "non-inferiority"
      case lowerBound = "lower-bound"
    }

    /// `b` less `a`.
    var differences: [Double] { zip(b, a).map { $0 - $1 } }
  }

  /// `[zeros, alternative, method, statistic, p]`
  struct Wilcoxon: Decodable {
    let zeros: WilcoxonTest.ZeroMethod
    let alternative: Alternative
    let method: String
    let statistic: Double
    let pValue: Double

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      zeros = try #require(WilcoxonTest.ZeroMethod(rawValue: row.decode(String.self)))
      alternative = try #require(Alternative(rawValue: row.decode(String.self)))
      method = try row.decode(String.self)
      statistic = try row.decode(Double.self)
      pValue = try row.decode(Double.self)
    }
  }

  /// A row of numbers with words among them.
  struct Row: Decodable {
    var numbers: [Double] = []
    var words: [String] = []

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      while !row.isAtEnd {
        if let number = try? row.decode(Double.self) {
          numbers.append(number)
        } else {
          words.append(try row.decode(String.self))
        }
      }
    }
  }

  let samples: [String: Sample]
  let adjustments: [[String: [Double]]]
  let powers: [String: [Row]]
  let distributions: [String: [Row]]

  /// The document.
  static func read() throws -> Golden {
    let file = TestData.repository.appending(
      path: "Tests/StatisticsTests/Golden/statistics.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }
}

/// Whether two numbers differ by at most a part in 10^9 (of 1 for small numbers).
func isClose(_ value: Double, _ golden: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(value - golden) <= tolerance * max(1, abs(golden))
}

/// Whether two probabilities agree to nine digits, also where both are tiny.
func isSameProbability(_ value: Double, _ golden: Double) -> Bool {
  abs(value - golden) <= 1e-9 * max(golden, 1e-30)
}
