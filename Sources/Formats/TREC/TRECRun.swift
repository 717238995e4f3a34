// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// Reads a run: TREC's six columns, a tab-separated table (``writeRunTable(_:to:)``), or T2Ranking's
/// and MS MARCO's `qid pid rank` with or without a score, whichever its first line is.
///
/// The rank column is ignored, except where there is no other order: in `qid pid rank` it decides,
/// as in their scripts, and scores are negated ranks. Rankings whose scores are not in falling order are sorted by score,
/// equal scores in the order of the file. Lines of one query need not be together. `.gz` and `.zst`
/// files are inflated. The queries come in the order in which they first occur.
///
/// - Throws: ``DataError`` with file and line: too few columns, a score that is not a finite
///   number, bytes that are not UTF-8, a document twice for one query, an empty file.
public func readTRECRun(path: String) throws(DataError) -> Run {
  let file = try FileBytes(path: path)
  let result: Result<Run, DataError> = file.withBytes { bytes in
    do throws(DataError) {
      return .success(try readRun(RunScanner(bytes, path: path), path: path))
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}

private func readRun(_ scanner: consuming RunScanner, path: String) throws(DataError) -> Run {
  var group = RunGroup()
  var index = RankedIdentifierIndex()
  var run = Run(tag: "", rankings: [])
  var pieces = RunPieces()
  while try scanner.next(&group) {
    run.tag = group.tag
    // The lines of a query that was there before are put together when all of them are known.
    if pieces.add(group.lines, of: group.queryID) == nil {
      run.rankings.append(try ranking(of: group, scanner, &index))
    }
  }
  for (slot, lines) in pieces.scattered {
    try scanner.read(lines, into: &group)
    run.rankings[slot] = try ranking(of: group, scanner, &index)
  }
  guard !run.rankings.isEmpty else { throw DataError(emptyRun: path) }
  return run
}

private func ranking(
  of group: borrowing RunGroup, _ scanner: RunScanner, _ index: inout RankedIdentifierIndex
) throws(DataError) -> Ranking {
  try scanner.checkDuplicates(in: group, &index)
  let rows = group.all
  var order = Array(rows.indices)
  let isSorted = zip(rows, rows.dropFirst()).allSatisfy { $0.score >= $1.score }
  if !isSorted {
    order.sort { (-rows[$0].score, $0) < (-rows[$1].score, $1) }
  }
  var documents = IdentifierTable()
  documents.reserve(rows.count, byteCount: rows.reduce(0) { $0 + $1.length })
  for row in order { documents.append(utf8: group.document(row)) }
  return Ranking(
    queryID: group.queryID, documents: documents, scores: order.map { rows[$0].score })
}

extension RunScanner {
  /// Makes sure that no document is in `group` twice.
  func checkDuplicates(
    in group: borrowing RunGroup, _ index: inout RankedIdentifierIndex
  ) throws(DataError) {
    index.reset(count: group.count)
    for row in 0..<group.count {
      let document = group.document(row)
      let known = index.enter(hash: group.all[row].hash, number: row) { number in
        group.document(number).elementsEqual(document)
      }
      if known != nil {
        throw duplicate(row: row, of: group)
      }
    }
  }
}

extension DataError {
  /// The fault of a run file without a line.
  package init(emptyRun path: String) {
    self.init(
      .malformed, file: path, "found no line, expected qid Q0 docid rank score tag",
      fix: "check that the program that wrote this run ended well")
  }
}
