// SPDX-License-Identifier: Apache-2.0

import Retrieval

/// How grades become gains, and the best order that the judged documents could have.
struct Gains: Sendable, Hashable {
  /// The form of the gain; nil for the protocol's.
  var form: EvaluationProtocol.Gain?
  /// Gains that replace those of single grades.
  var custom: [Int32: Double] = [:]

  /// The gain of a grade: nothing for grades of 0 and below, unless ``custom`` says otherwise.
  func gain(of grade: Int32, _ protocolGain: EvaluationProtocol.Gain) -> Double {
    if !custom.isEmpty, let gain = custom[grade] { return gain }
    guard grade > 0 else { return 0 }
    switch form ?? protocolGain {
    case .linear: return Double(grade)
    case .exponential: return exponentialGain(grade)
    }
  }

  /// Positive gains of all judged documents, best first, as (gain, number of documents).
  func ideal(for ranking: RankedJudgments) -> [(gain: Double, count: Int)] {
    let levels = ranking.judged.levels.lazy
      .map { (gain: gain(of: $0.grade, ranking.gain), count: $0.count) }
      .filter { $0.gain > 0 }
    return custom.isEmpty ? Array(levels) : levels.sorted { $0.gain > $1.gain }
  }

  /// 2^grade − 1, exact up to grade 53; grades above 1000 count as 1000, so that sums stay finite.
  private func exponentialGain(_ grade: Int32) -> Double {
    Double(sign: .plus, exponent: Int(min(grade, 1000)), significand: 1) - 1
  }

  /// The parameters that say so in a name.
  var parameters: [MeasureName.Parameter] {
    var parameters: [MeasureName.Parameter] = []
    if let form {
      parameters.append(.init("dcg", .text(form == .linear ? "log2" : "exp-log2")))
    }
    if !custom.isEmpty { parameters.append(.init("gains", .gains(custom))) }
    return parameters
  }
}

extension RankedJudgments {
  /// Ideal discounted cumulative gain after 0, 1, 2 … documents with positive gain.
  func idealSums(_ ideal: [(gain: Double, count: Int)]) -> [Double] {
    var sums = [0.0]
    for level in ideal {
      for _ in 0..<level.count {
        sums.append(sums[sums.count - 1] + level.gain / discount(sums.count))
      }
    }
    return sums
  }
}
