// SPDX-License-Identifier: Apache-2.0

import Formats
import Retrieval

/// Writes T2Ranking's layout.
///
/// Judgements that all are 1, of queries without candidates, become the retrieval variant. Grades
/// from 0 to 3, of queries whose candidates are their judged passages ascending by id, become the
/// re-ranking variant, which is read with the option `variant: rerank`. It holds no titles, no texts
/// with tabs or line ends, and none that would read as `NA`.
public struct T2RankingLayoutWriter: LayoutWriter {
  /// The writer.
  public init() {}

  /// `t2ranking`.
  public var name: String { "t2ranking" }

  /// The files.
  public var summary: String {
    "collection.tsv, queries.SPLIT.tsv, qrels.retrieval.SPLIT.tsv or qrels.SPLIT.tsv"
  }

  /// Writes the three files.
  public func write(_ contents: TaskContents, split: String, to folder: String) throws {
    let check = LossCheck(layout: "T2Ranking's layout", contents: contents)
    try check.checkNotEmpty()
    try check.checkQueries(allowingCandidates: true)
    try check.checkIdentifiers { Self.fault(id: $0.utf8) }
    try check.checkTexts { Self.fault(text: $0.utf8) }
    if contents.queries.contains(where: { $0.candidates != nil }) {
      try writeGraded(contents, check, to: "\(folder)/qrels.\(split).tsv")
    } else {
      try writeRetrieval(contents, check, to: "\(folder)/qrels.retrieval.\(split).tsv")
    }
    try writeLines(
      contents.queries, header: header(T2RankingLayout.queries),
      to: "\(folder)/queries.\(split).tsv"
    ) { "\($0.id)\t\($0.text)" }
    try writeCollection(contents.corpus, check, to: folder + "/collection.tsv")
  }

  private func writeCollection(_ corpus: any Corpus, _ check: LossCheck, to path: String) throws {
    var isFirst = true
    try writeDocuments(corpus, to: path) { batch, entry, line in
      if let found = Self.fault(id: batch.bytes[entry.id]) {
        throw check.document(batch.id(entry), has: "\(found) in its id")
      }
      guard entry.title.isEmpty else { throw check.document(batch.id(entry), has: "a title") }
      if let found = Self.fault(text: batch.bytes[entry.text]) {
        throw check.document(batch.id(entry), has: "\(found) in its text")
      }
      if isFirst { line += (header(T2RankingLayout.collection) + "\n").utf8 }
      isFirst = false
      line += batch.bytes[entry.id]
      line.append(UInt8(ascii: "\t"))
      line += batch.bytes[entry.text]
      line.append(UInt8(ascii: "\n"))
    }
  }

  private func writeRetrieval(
    _ contents: TaskContents, _ check: LossCheck, to path: String
  ) throws {
    try writeLines(
      contents.qrels.rows, header: header(T2RankingLayout.retrievalQrels), to: path
    ) { row in
      guard row.grade == 1 else {
        throw check.refusal(
          "grade \(row.grade) of document \(row.document.debugDescription) for query "
            + "\(row.query.debugDescription) in a task without candidates", in: contents.qrelsFile)
      }
      return "\(row.query)\t\(row.document)"
    }
  }

  private func writeGraded(_ contents: TaskContents, _ check: LossCheck, to path: String) throws {
    for query in contents.queries {
      guard query.candidates == contents.qrels[query.id].map({ Array($0.documents) }) else {
        throw check.refusal(
          "query \(query.id.debugDescription) with candidates other than its judged documents in "
            + "ascending order", in: contents.queriesFile)
      }
    }
    try writeLines(
      contents.qrels.rows, header: header(T2RankingLayout.gradedQrels), to: path
    ) { row in
      guard (0...3).contains(row.grade) else {
        throw check.refusal(
          "grade \(row.grade) of document \(row.document.debugDescription) for query "
            + row.query.debugDescription, in: contents.qrelsFile)
      }
      return "\(row.query)\t0\t\(row.document)\t\(row.grade)"
    }
  }

  private func header(_ table: TSVTable) -> String { table.names.joined(separator: "\t") }

  private static func fault(id: some Collection<UInt8>) -> String? {
    if id.allSatisfy({ $0 == UInt8(ascii: " ") }) { return "no character" }
    return tableFault(id)
  }

  private static func fault(text: some Collection<UInt8>) -> String? {
    if let found = tableFault(text) { return found }
    guard T2RankingLayout.collection.readsAsNA(text), !text.elementsEqual("NA".utf8) else {
      return nil
    }
    return text.isEmpty ? "nothing" : "the word \(String(decoding: text, as: UTF8.self)) for NA"
  }
}
