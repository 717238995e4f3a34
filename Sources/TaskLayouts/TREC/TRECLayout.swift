// SPDX-License-Identifier: Apache-2.0

import Formats
public import Retrieval
import XMLDocuments

/// Folders with TREC's files: topics, qrels, documents.
///
/// Topics are SGML, XML or tab-separated (`qid`, text); documents are SGML, XML or tab-separated
/// (`docid`, text, or `docid`, `url`, `title`, `body` as TREC DL has them); each is told from the
/// file's first bytes. Qrels have TREC's four columns. Where a folder has several files of a kind,
/// the one is read whose name holds the split, else the option must name it.
public struct TRECLayout: TaskLayout {
  /// The layout.
  public init() {}

  /// `trec`.
  public var name: String { "trec" }

  /// The files.
  public var summary: String {
    "topics* or queries* (SGML, XML, TSV), qrels*, and documents*, collection* or docs*"
  }

  /// Which files, and what of a topic is the query.
  public var options: [LayoutOption] {
    [
      LayoutOption(
        "topic-field", "what of a topic is the query",
        values: ["title", "desc", "narr", "title+desc"], standard: "title"),
      LayoutOption("topics", "file with the topics, where names do not tell", standard: ""),
      LayoutOption("qrels", "file with the judgements, where names do not tell", standard: ""),
      LayoutOption(
        "documents", "file, or folder of files, with the documents, where names do not tell",
        standard: ""),
    ] + XMLDocumentNames().options
  }

  /// Topics and judgements named as such; documents may be missing, which opening says.
  public func recognises(_ folder: FolderListing) -> Bool {
    let files = TRECFiles(folder)
    return !files.topics.isEmpty && !files.qrels.isEmpty
  }

  /// The words in the names of qrels files that are not `qrels` itself.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] {
    Set(TRECFiles(folder).qrels.compactMap(TRECFiles.split)).sorted()
  }

  /// Opens the task of a split.
  public func open(_ place: TaskPlace) throws(DataError) -> TaskContents {
    let files = TRECFiles(try FolderListing(path: place.folder))
    let qrelsFile = try files.path(
      of: "qrels", among: files.qrels, split: place.split, chosen: value(of: "qrels", at: place))
    let topicsFile = try files.path(
      of: "topics", among: files.topics, split: place.split,
      chosen: value(of: "topics", at: place))
    let documents = try files.documentPaths(chosen: value(of: "documents", at: place))
    return TaskContents(
      corpus: try corpus(documents, place),
      queries: try readTopics(path: topicsFile, field: value(of: "topic-field", at: place)),
      qrels: try readTRECQrels(path: qrelsFile), queriesFile: topicsFile, qrelsFile: qrelsFile)
  }

  private func corpus(_ paths: [String], _ place: TaskPlace) throws(DataError) -> any Corpus {
    switch TRECFileKind(of: paths[0]) {
    case .sgml: return try TRECDocumentCorpus(paths: paths)
    case .xml: return try XMLCorpus(paths: paths, XMLDocumentNames(self, place))
    case .table(let columns):
      guard paths.count == 1 else {
        throw DataError(
          .malformed, file: paths[1], "found a second table of documents, expected one",
          fix: "name the file with the option documents")
      }
      let table =
        columns == 4
        ? TSVTable(["docid", "url", "title", "body"], title: 2, text: 3)
        : TSVTable(["docid", "text"])
      return try TSVCorpus(path: paths[0], table)
    }
  }
}
