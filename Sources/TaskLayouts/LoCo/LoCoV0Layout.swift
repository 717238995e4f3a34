// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval

/// LoCoV0's layout: files of SCROLLS and of Qasper, in which each row is a query and its passage.
///
/// Row `n`, from 0, is `Query_n` and `Passage_n`, which answer each other and nothing else. SCROLLS
/// has the passage in `input` and the query in `output`; of Qasper the passage is the full text and
/// the query the title or the abstract.
/// Source: `create_LoCo.py` of HazyResearch/m2 as of January 2024.
public struct LoCoV0Layout: TaskLayout {
  /// The layout.
  public init() {}

  /// `loco-v0`.
  public var name: String { "loco-v0" }

  /// The files.
  public var summary: String {
    "SUBSET/SPLIT.jsonl of SCROLLS with input and output, qasper-SPLIT-v0.3.json of Qasper"
  }

  /// The task.
  public var options: [LayoutOption] {
    [
      LayoutOption("subset", "one of the five tasks", values: Self.scrolls + Self.qasper)
    ]
  }

  private static let scrolls = ["summ_screen_fd", "gov_report", "qmsum"]
  private static let qasper = ["qasper_title", "qasper_abstract"]

  /// BEIR's protocol.
  public func evaluation(of options: [String: String]) -> EvaluationProtocol {
    EvaluationProtocol(ignoresIdenticalIDs: true)
  }

  /// A folder with a file of Qasper, or a folder of SCROLLS.
  public func recognises(_ folder: FolderListing) -> Bool {
    folder.stems(in: "").contains { $0.hasPrefix("qasper-") }
      || !folder.stems(in: "qasper").isEmpty
      || Self.scrolls.contains { !folder.stems(in: $0).isEmpty }
  }

  /// The names of the files in SCROLLS' folders, and the splits that Qasper's are named after.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] {
    var splits: Set<String> = []
    for subset in Self.scrolls + ["qasper"] {
      splits.formUnion(folder.stems(in: subset).map { String($0.dropFirst(subset.count + 1)) })
    }
    for stem in folder.stems(in: "") where stem.hasPrefix("qasper-") {
      let parts = stem.split(separator: "-")
      if parts.count > 1 { splits.insert(String(parts[1])) }
    }
    return splits.sorted()
  }

  /// Opens a task.
  public func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    let folder = try FolderListing(path: place.folder)
    let subset = try value(of: "subset", at: place)
    if Self.scrolls.contains(subset) { return try openScrolls(folder, subset, place.split) }
    return try openQasper(folder, subset.hasSuffix("title") ? "title" : "abstract", place.split)
  }

  private func openScrolls(
    _ folder: FolderListing, _ subset: String, _ split: String
  ) throws(DataError) -> TaskContents {
    let table = RecordTable(
      files: try folder.requiredTable(["\(subset)/\(split)", "\(subset)_\(split)"], "rows"),
      shape: #"each record is {"input": "…", "output": "…"}"#)
    var queries: [Query] = []
    try table.forEachRecord(["output"]) { (record, _) throws(RecordFault) in
      let text = try record.text(0, "the query's text")
      queries.append(Query(id: "Query_\(queries.count)", text: text))
    }
    let fields = DocumentFields(
      identifier: .row(prefix: "Passage_"), text: "input", shape: table.shape)
    return try contents(queries, RecordCorpus(table.files, fields), table.name)
  }

  private func openQasper(
    _ folder: FolderListing, _ field: String, _ split: String
  ) throws(DataError) -> TaskContents {
    let file = try folder.requiredTable(
      ["qasper-\(split)-v0.3", "qasper-\(split)", "qasper/\(split)"], "papers")[0]
    let papers = try QasperPapers(path: file)
    let queries = papers.papers.enumerated().map { row, paper in
      Query(id: "Query_\(row)", text: field == "title" ? paper.title : paper.abstract)
    }
    return try contents(queries, papers, file)
  }

  /// The task in which every query has the passage of its own row.
  private func contents(
    _ queries: [Query], _ corpus: any Corpus, _ file: String
  ) throws(DataError) -> TaskContents {
    guard !queries.isEmpty else {
      throw DataError(
        .malformed, file: file, "found no rows, expected queries with their passages",
        fix: "fetch the data set again")
    }
    var builder = Qrels.Builder()
    for row in queries.indices {
      builder.add(query: "Query_\(row)", document: "Passage_\(row)", grade: 1)
    }
    do throws(DuplicateJudgment) {
      return TaskContents(
        corpus: corpus, queries: queries, qrels: try builder.build(), queriesFile: file,
        qrelsFile: file)
    } catch {
      throw DataError(.malformed, file: file, "\(error)")
    }
  }
}
