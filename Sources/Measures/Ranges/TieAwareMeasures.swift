// SPDX-License-Identifier: Apache-2.0

extension NDCG: TieAwareMeasure {
  var lastRank: Int { cutoff ?? .max }

  func worth(of grade: Int32?, in ranking: RankedJudgments) -> Double {
    grade.map { gains.gain(of: $0, ranking.gain) } ?? 0
  }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let view = ranking.judgedOnly(judgedOnly)
    let best = idealSum(view, cutoff ?? .max)
    guard best > 0 else { return 0 }
    return TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: cutoff).sum(
      gain: { gains.gain(of: $0, ranking.gain) }, weight: { 1 / discount($0) }) / best
  }
}

/// Measures for which a document is relevant or not.
protocol BinaryTieAwareMeasure: TieAwareMeasure {
  /// The lowest relevant grade; nil for the protocol's.
  var relevance: Int32? { get }
}

extension BinaryTieAwareMeasure {
  func worth(of grade: Int32?, in ranking: RankedJudgments) -> Double {
    guard let grade else { return 0 }
    return grade >= ranking.threshold(relevance) ? 1 : 0
  }
}

extension Precision: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    return TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: cutoff)
      .count { $0 >= threshold } / Double(cutoff)
  }
}

extension Recall: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let relevant = ranking.judged.count(from: threshold)
    guard relevant > 0 else { return 0 }
    return TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: cutoff)
      .count { $0 >= threshold } / Double(relevant)
  }
}

extension CappedRecall: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let possible = min(cutoff, ranking.judged.count(from: threshold))
    guard possible > 0 else { return 0 }
    return TieExpectation(ranking, cutoff: cutoff).count { $0 >= threshold } / Double(possible)
  }
}

extension RPrecision: BinaryTieAwareMeasure {
  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let relevant = ranking.judged.count(from: threshold)
    guard relevant > 0 else { return 0 }
    return TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: relevant)
      .count { $0 >= threshold } / Double(relevant)
  }
}

extension RankBiasedPrecision: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff ?? .max }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    return (1 - persistence)
      * TieExpectation(ranking, cutoff: cutoff).sum(
        gain: { $0 >= threshold ? 1 : 0 }, weight: { power(persistence, $0 - 1) })
  }
}

extension Judged: TieAwareMeasure {
  var lastRank: Int { cutoff ?? .max }

  func worth(of grade: Int32?, in ranking: RankedJudgments) -> Double { grade == nil ? 0 : 1 }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    guard let depth = denominator(of: ranking), depth > 0 else { return 0 }
    return TieExpectation(ranking, cutoff: depth).count { _ in true } / Double(depth)
  }
}

extension Success: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let expectation = TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: cutoff)
    for group in expectation.groups where group.first <= expectation.cutoff {
      let relevant = group.grades.count { $0 >= threshold }
      guard relevant > 0 else { continue }
      let draws = min(group.last, expectation.cutoff) - group.first + 1
      let none = TieExpectation.noneAmong(draws, marked: relevant, of: group.size)[draws]
      // A group that lies above the cutoff as a whole has its relevant document there.
      if none == 0 { return 1 }
      return 1 - none
    }
    return 0
  }
}

extension ReciprocalRank: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff ?? .max }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let expectation = TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: cutoff)
    for group in expectation.groups where group.first <= expectation.cutoff {
      let relevant = group.grades.count { $0 >= threshold }
      guard relevant > 0 else { continue }
      let draws = min(group.last, expectation.cutoff) - group.first + 1
      let none = TieExpectation.noneAmong(draws, marked: relevant, of: group.size)
      var sum = 0.0
      for place in 0..<draws {
        sum += (none[place] - none[place + 1]) / Double(group.first + place)
      }
      return sum
    }
    return 0
  }
}

extension AveragePrecision: BinaryTieAwareMeasure {
  var lastRank: Int { cutoff ?? .max }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let threshold = ranking.threshold(relevance)
    let expectation = TieExpectation(ranking, judgedOnly: judgedOnly, cutoff: cutoff)
    var sum = 0.0
    var above = 0
    for group in expectation.groups where group.first <= expectation.cutoff {
      let relevant = group.grades.count { $0 >= threshold }
      guard relevant > 0 else { continue }
      let size = Double(group.size)
      // Of the documents before one in its group, a share is relevant too.
      let share = group.size > 1 ? Double(relevant - 1) / (size - 1) : 0
      for rank in group.first...min(group.last, expectation.cutoff) {
        let found = Double(above + 1) + Double(rank - group.first) * share
        sum += Double(relevant) / size * found / Double(rank)
      }
      above += relevant
    }
    return sum > 0 ? sum / Double(ranking.judged.count(from: threshold)) : 0
  }
}

extension ExpectedReciprocalRank: TieAwareMeasure {
  var lastRank: Int { cutoff ?? .max }

  func worth(of grade: Int32?, in ranking: RankedJudgments) -> Double {
    Double(min(max(grade ?? 0, 0), maximum))
  }

  func expectedValue(of ranking: RankedJudgments) -> Double {
    let expectation = TieExpectation(ranking, cutoff: cutoff)
    var sum = 0.0
    var reach = 1.0
    for group in expectation.groups where group.first <= expectation.cutoff {
      let stops = group.grades.filter { $0 > 0 }.map { stopProbability($0) }
      guard !stops.isEmpty else { continue }
      let passed = meanProducts(stops.map { 1 - $0 }, of: group.size)
      for rank in group.first...min(group.last, expectation.cutoff) {
        let place = rank - group.first
        sum += reach * (passed[place] - passed[place + 1]) / Double(rank)
      }
      reach *= passed[group.size]
    }
    return sum
  }

  /// The mean product of the first 0, 1, 2 … `size` numbers in random order, where all but
  /// `factors` are 1.
  ///
  /// Adding a document to a group: the mean over subsets of m of its documents is a mixture of
  /// subsets with and without the new one.
  private func meanProducts(_ factors: [Double], of size: Int) -> [Double] {
    var means = [Double](repeating: 1, count: size + 1)
    var members = size - factors.count
    for factor in factors {
      members += 1
      for chosen in stride(from: members, to: 0, by: -1) {
        let share = Double(chosen) / Double(members)
        let without = chosen < members ? means[chosen] : 0
        means[chosen] = share * factor * means[chosen - 1] + (1 - share) * without
      }
    }
    return means
  }
}

/// `base` to the power of a small whole number.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var product = 1.0
  for _ in 0..<exponent { product *= base }
  return product
}
