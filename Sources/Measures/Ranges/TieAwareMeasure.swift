// SPDX-License-Identifier: Apache-2.0

/// A measure whose mean over all orders of equal scores has a closed form.
///
/// > McSherry and Najork. "Computing information retrieval performance measures efficiently in the
/// > presence of tied scores." ECIR 2008. doi:10.1007/978-3-540-78646-7_38
protocol TieAwareMeasure: MeasureDefinition {
  /// What a document is worth: in the best order worth falls, in the worst it rises. Nil stands for
  /// an unjudged document.
  func worth(of grade: Int32?, in ranking: RankedJudgments) -> Double

  /// The mean over all orders of equal scores.
  func expectedValue(of ranking: RankedJudgments) -> Double

  /// Whether unjudged documents are left out first.
  var judgedOnly: Bool { get }

  /// The last rank at which a document matters; the largest number where all do.
  var lastRank: Int { get }
}

extension TieAwareMeasure {
  var judgedOnly: Bool { false }
  var lastRank: Int { .max }
}

extension Measure {
  /// What the measure comes to over all orders of documents with equal scores; needs
  /// ``RankedJudgments/ties``.
  ///
  /// - Returns: nil for measures without a closed form, such as `Bpref`, and for those with
  ///   `judged_only` where the protocol's depth cuts documents with equal scores.
  public func tieRange(of ranking: RankedJudgments) -> TieRange? {
    guard let measure = definition as? any TieAwareMeasure else { return nil }
    guard let last = ranking.ties?.ranges.last else {
      return TieRange(measure.value(of: ranking))
    }
    guard !measure.judgedOnly || last.upperBound <= ranking.retrieved else { return nil }
    func worth(_ grade: Int32?) -> Double { measure.worth(of: grade, in: ranking) }
    return TieRange(
      minimum: measure.value(of: ranking.arranged(best: false, by: worth)),
      expected: measure.expectedValue(of: ranking),
      maximum: measure.value(of: ranking.arranged(best: true, by: worth)))
  }

  /// Whether ``tieRange(of:)`` gives anything.
  public var hasTieRange: Bool { definition is any TieAwareMeasure }
}

/// Means over all orders of a group, added up over groups.
struct TieExpectation {
  let groups: [TieGroup]
  /// The last rank that counts.
  let cutoff: Int

  /// Groups up to a cutoff, which the protocol's depth may make smaller.
  init(_ ranking: RankedJudgments, judgedOnly: Bool = false, cutoff: Int?) {
    groups = ranking.tieGroups(judgedOnly: judgedOnly)
    self.cutoff = min(cutoff ?? .max, judgedOnly ? .max : ranking.retrieved)
  }

  /// The mean of a sum of gains, each times the weight of its rank: by linearity a document has the
  /// mean weight of its group's ranks.
  func sum(gain: (Int32) -> Double, weight: (Int) -> Double) -> Double {
    var sum = 0.0
    for group in groups {
      if group.first > cutoff { break }
      var gains = 0.0
      for grade in group.grades { gains += gain(grade) }
      guard gains != 0 else { continue }
      var weights = 0.0
      for rank in group.first...min(group.last, cutoff) { weights += weight(rank) }
      sum += gains * weights / Double(group.size)
    }
    return sum
  }

  /// The mean number of documents up to the cutoff whose grade satisfies a condition.
  func count(_ counts: (Int32) -> Bool) -> Double {
    sum(gain: { counts($0) ? 1 : 0 }, weight: { _ in 1 })
  }

  /// The probability that none of `marked` among `size` documents in random order is among the
  /// first 0, 1, 2 … `draws`.
  static func noneAmong(_ draws: Int, marked: Int, of size: Int) -> [Double] {
    var shares = [1.0]
    for draw in 0..<draws {
      let left = size - draw
      shares.append(shares[draw] * Double(max(0, left - marked)) / Double(left))
    }
    return shares
  }
}
