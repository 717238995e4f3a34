// SPDX-License-Identifier: Apache-2.0

import Formats
import Measures
import Retrieval

/// Brings a group of ranked documents into order and looks up which of them are judged.
///
/// One hash table a query holds the judged documents first and then takes every ranked one, so that
/// judgements and duplicates are found in the same probe. Nothing is sorted when the documents are
/// in order already, as they nearly always are.
struct RankingJudge: ~Copyable {
  /// A document that is ranked a second time.
  struct Duplicate: Error {
    /// Its later row in the group.
    let row: Int
  }

  private let rules: EvaluationProtocol
  private let annotated: AnnotatedDocuments?
  private let seesTies: Bool
  private var index = RankedIdentifierIndex()
  private var order: [Int] = []
  private var firstRows: [Int] = []

  /// A judge for one protocol.
  ///
  /// - Parameters:
  ///   - annotated: Documents with a judgement for any query, where a measure asks.
  ///   - seesTies: Whether ``RankedJudgments/ties`` is filled.
  init(_ rules: EvaluationProtocol, annotated: AnnotatedDocuments?, seesTies: Bool = false) {
    self.rules = rules
    self.annotated = annotated
    self.seesTies = seesTies
  }

  /// What measures see of the group.
  ///
  /// - Throws: ``Duplicate``.
  mutating func judge(
    _ group: borrowing RunGroup, for query: JudgedQuery
  ) throws(Duplicate) -> RankedJudgments {
    let isOrdered = arrange(group)
    let rows = group.all
    let fixed = query.hashes.count
    enter(query, rows: rows.count)
    var hits: [RankedJudgments.Hit] = []
    var unannotated: [Int] = []
    var ranked: [(row: Int, rank: Int)] = []
    var ties = TieCollector(rules)
    var rank = 0
    for place in 0..<rows.count {
      let row = isOrdered ? place : order[place]
      let known = index.enter(hash: rows[row].hash, number: fixed + row) { number in
        number < fixed
          ? query.isDocument(number, group.document(row))
          : RunOrder.isEqual(group.document(number - fixed), group.document(row))
      }
      guard let known else {
        rank += 1
        if seesTies { ties.note(rank, score: rows[row].score, grade: nil) }
        if let annotated, rank <= annotated.depth, !annotated.contains(group.document(row)) {
          unannotated.append(rank)
        }
        continue
      }
      guard known < fixed else { throw Duplicate(row: max(known - fixed, row)) }
      guard firstRows[known] < 0 else { throw Duplicate(row: max(firstRows[known], row)) }
      firstRows[known] = row
      guard known < query.grades.count, !isExcluded(known) else { continue }
      rank += 1
      if seesTies { ties.note(rank, score: rows[row].score, grade: query.grades[known]) }
      if rank <= rules.depth {
        hits.append(RankedJudgments.Hit(rank: rank, grade: query.grades[known]))
        if !query.evidence.isEmpty { ranked.append((known, rank)) }
      }
    }
    return RankedJudgments(
      hits: hits, retrieved: min(rank, rules.depth), judged: query.counts,
      unannotated: unannotated, evidence: query.evidence(of: ranked),
      positiveGrade: Int32(clamping: rules.positiveGrade), gain: rules.gain,
      ties: seesTies ? ties.finish() : nil)
  }

  /// Fills the table with the query's own documents.
  private mutating func enter(_ query: JudgedQuery, rows: Int) {
    let fixed = query.hashes.count
    index.reset(count: fixed + rows)
    firstRows.removeAll(keepingCapacity: true)
    firstRows.append(contentsOf: repeatElement(-1, count: fixed))
    excludedJudgments.removeAll(keepingCapacity: true)
    for row in 0..<fixed {
      let known = index.enter(hash: query.hashes[row], number: row) { number in
        query.documents.withUTF8(row) { query.isDocument(number, $0) }
      }
      // A document that is judged and excluded: the exclusion wins.
      if let known, known < query.grades.count { excludedJudgments.append(known) }
    }
  }

  private var excludedJudgments: [Int] = []

  private func isExcluded(_ judgment: Int) -> Bool {
    !excludedJudgments.isEmpty && excludedJudgments.contains(judgment)
  }

  /// Finds the order of the rows; true when it is the order in which they came.
  private mutating func arrange(_ group: borrowing RunGroup) -> Bool {
    let text = group.text
    let rows = group.all
    let precedes = RunOrder(rules.ties)
    guard !precedes.isOrdered(rows, text) else { return true }
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: rows.indices)
    order.sort { precedes.precedes($0, $1, rows, text) }
    return false
  }
}

/// The order that a tie rule makes.
private struct RunOrder {
  private let ties: EvaluationProtocol.TieRule

  /// The order of a rule.
  init(_ ties: EvaluationProtocol.TieRule) { self.ties = ties }

  /// Whether all rows are in order.
  func isOrdered(
    _ rows: UnsafeBufferPointer<RunGroup.Row>, _ text: UnsafePointer<UInt8>
  ) -> Bool {
    for row in 1..<max(1, rows.count) where !isOrdered(rows[row - 1], rows[row], text) {
      return false
    }
    return true
  }

  /// Whether row `left` must stand before row `right`; rows that are equal keep their order.
  func precedes(
    _ left: Int, _ right: Int, _ rows: UnsafeBufferPointer<RunGroup.Row>,
    _ text: UnsafePointer<UInt8>
  ) -> Bool {
    if !isOrdered(rows[right], rows[left], text) { return true }
    return left < right && isOrdered(rows[left], rows[right], text)
  }

  /// Whether `left` may stand before `right`, if it came before it.
  @inline(__always)
  private func isOrdered(
    _ left: RunGroup.Row, _ right: RunGroup.Row, _ text: UnsafePointer<UInt8>
  ) -> Bool {
    let scores = (ties.compared(left.score), ties.compared(right.score))
    if scores.0 != scores.1 { return scores.0 > scores.1 }
    return switch ties {
    case .trecEval: !Self.precedes(left, right, text)
    case .documentAscending: !Self.precedes(right, left, text)
    case .asRanked: true
    }
  }

  static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    left.elementsEqual(right)
  }

  private static func precedes(
    _ left: RunGroup.Row, _ right: RunGroup.Row, _ text: UnsafePointer<UInt8>
  ) -> Bool {
    let left = UnsafeBufferPointer(start: text + left.start, count: left.length)
    let right = UnsafeBufferPointer(start: text + right.start, count: right.length)
    return left.lexicographicallyPrecedes(right)
  }
}

extension EvaluationProtocol.TieRule {
  /// A score as it is compared: trec_eval 9 stores 32-bit floats, what differs only beyond them is a
  /// tie.
  @inline(__always)
  func compared(_ score: Double) -> Double { self == .trecEval ? Double(Float(score)) : score }
}
