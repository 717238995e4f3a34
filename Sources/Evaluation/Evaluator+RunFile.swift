// SPDX-License-Identifier: Apache-2.0

import Formats
import Measures
public import Retrieval

extension Evaluator {
  /// Scores a run file without making a run of it: the memory it takes is that of the longest ranking.
  ///
  /// Reads what ``readTRECRun(path:)`` reads. A document that is ranked twice is found in judged
  /// queries only, as in trec_eval.
  ///
  /// - Throws: ``DataError`` with file and line.
  public func evaluate(runFile path: String) throws(DataError) -> EvaluationResult {
    let file = try FileBytes(path: path)
    let result: Result<EvaluationResult, DataError> = file.withBytes { bytes in
      do throws(DataError) {
        return .success(try evaluate(RunScanner(bytes, path: path), path: path))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func evaluate(
    _ source: RunScanner, path: String
  ) throws(DataError) -> EvaluationResult {
    var scanner = source
    var judge = RankingJudge(rules, annotated: annotated)
    var scores = QueryScores(self)
    var group = RunGroup()
    var pieces = RunPieces()
    var ids: [String] = []
    var tag = ""
    while try scanner.next(&group) {
      tag = group.tag
      guard pieces.add(group.lines, of: group.queryID) == nil else { continue }
      ids.append(group.queryID)
      guard let slot = slots[group.queryID] else {
        scores.unjudged += 1
        continue
      }
      scores.set(slot, try judged(group, slot, scanner, &judge))
    }
    guard !ids.isEmpty else { throw DataError(emptyRun: path) }
    // Queries whose lines are scattered were scored by their first lines only: now by all.
    for (query, lines) in pieces.scattered {
      guard let slot = slots[ids[query]] else { continue }
      try scanner.read(lines, into: &group)
      scores.set(slot, try judged(group, slot, scanner, &judge))
    }
    return scores.result(tag: tag)
  }

  private func judged(
    _ group: borrowing RunGroup, _ slot: Int, _ scanner: RunScanner, _ judge: inout RankingJudge
  ) throws(DataError) -> RankedJudgments {
    do throws(RankingJudge.Duplicate) {
      return try judge.judge(group, for: queries[slot])
    } catch {
      throw scanner.duplicate(row: error.row, of: group)
    }
  }
}
