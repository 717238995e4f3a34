// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// What a measure sees of one query: which ranks hold judged documents, and all judgements.
///
/// A ranking of a thousand documents holds a handful of judged ones; unjudged documents are only
/// counted. So every measure costs as much as there are judged documents, not as there are ranks.
public struct RankedJudgments: Sendable, Hashable {
  /// A judged document in the ranking.
  public struct Hit: Sendable, Hashable {
    /// Its place, from 1.
    public let rank: Int
    /// Its grade, which may be negative.
    public let grade: Int32

    /// A judged document at `rank`.
    public init(rank: Int, grade: Int32) {
      self.rank = rank
      self.grade = grade
    }
  }

  /// The judged documents of the ranking, by rising rank.
  public private(set) var hits: [Hit]
  /// The number of ranked documents, judged or not.
  public private(set) var retrieved: Int
  /// All judgements of the query, retrieved or not.
  public let judged: GradeCounts
  /// Ranks of documents that no query's judgements contain, rising; filled only when
  /// ``Measure/annotationDepth`` asks for it.
  public let unannotated: [Int]
  /// The same ranking with sets of documents for answers, where the protocol counts sets.
  public let evidence: EvidenceRanking?
  /// The lowest relevant grade of measures that do not name one.
  public let positiveGrade: Int32
  /// The gain of measures that do not name one.
  public let gain: EvaluationProtocol.Gain
  /// Where the order is that of a tie rule; nil where nobody asked.
  public let ties: EqualScores?

  /// A ranking, seen through judgements.
  public init(
    hits: [Hit], retrieved: Int, judged: GradeCounts, unannotated: [Int] = [],
    evidence: EvidenceRanking? = nil, positiveGrade: Int32 = 1,
    gain: EvaluationProtocol.Gain = .linear, ties: EqualScores? = nil
  ) {
    self.hits = hits
    self.retrieved = retrieved
    self.judged = judged
    self.unannotated = unannotated
    self.evidence = evidence
    self.positiveGrade = positiveGrade
    self.gain = gain
    self.ties = ties
  }

  /// A ranking given as the grade at every rank, nil where a document is not judged.
  public init(
    ranking: [Int32?], judged: [Int32], positiveGrade: Int32 = 1,
    gain: EvaluationProtocol.Gain = .linear, ties: EqualScores? = nil
  ) {
    self.init(
      hits: ranking.enumerated().compactMap { index, grade in
        grade.map { Hit(rank: index + 1, grade: $0) }
      },
      retrieved: ranking.count, judged: GradeCounts(judged), positiveGrade: positiveGrade,
      gain: gain, ties: ties)
  }

  /// The ranking without its unjudged documents (trec_eval `-J`); a negative grade is no judgement.
  func judgedOnly(_ applies: Bool) -> RankedJudgments {
    guard applies else { return self }
    var copy = self
    copy.hits = hits.lazy.filter { $0.grade >= 0 }.enumerated().map { index, hit in
      Hit(rank: index + 1, grade: hit.grade)
    }
    copy.retrieved = copy.hits.count
    return copy
  }

  /// The lowest relevant grade for a measure with its own threshold, or none.
  func threshold(_ own: Int32?) -> Int32 {
    own ?? positiveGrade
  }

  /// Ranks of relevant documents, rising.
  func relevantRanks(_ threshold: Int32) -> some Sequence<Int> {
    hits.lazy.filter { $0.grade >= threshold }.map(\.rank)
  }

  /// The number of relevant documents among the first `cutoff`.
  func relevantRetrieved(_ threshold: Int32, cutoff: Int = .max) -> Int {
    var count = 0
    for hit in hits {
      if hit.rank > cutoff { break }
      if hit.grade >= threshold { count += 1 }
    }
    return count
  }
}
