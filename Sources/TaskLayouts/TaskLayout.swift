// SPDX-License-Identifier: Apache-2.0

public import Retrieval

/// The way in which a benchmark lays its files out in a folder, and how to read them.
///
/// A layout turns files into a task's parts and knows nothing of scores: those are the protocol's.
public protocol TaskLayout: Sendable {
  /// Name in manifests (`format:`) and on the command line (`--format`), `beir`.
  var name: String { get }
  /// A line for people on which files it reads.
  var summary: String { get }
  /// What can be chosen under `reading:`.
  var options: [LayoutOption] { get }
  /// How its benchmark scores a task that is read with these options, for folders that no manifest
  /// describes.
  func evaluation(of options: [String: String]) -> EvaluationProtocol

  /// Whether a folder is laid out so, told from names and, where two layouts share names, from the
  /// first bytes of files.
  func recognises(_ folder: FolderListing) -> Bool

  /// The splits that the folder has judgements of; empty where the layout has no splits.
  func splits(of folder: FolderListing) throws(DataError) -> [String]

  /// Opens a task: queries and judgements are read, the documents are made ready to stream.
  ///
  /// - Throws: `.missing` when a file, a split or a subset is not there, `.malformed` with file and
  ///   line where the content is wrong.
  func open(_ place: TaskPlace) throws(DataError) -> TaskContents
}

extension TaskLayout {
  /// No options.
  public var options: [LayoutOption] { [] }

  /// The default protocol.
  public func evaluation(of options: [String: String]) -> EvaluationProtocol {
    EvaluationProtocol()
  }

  /// No splits.
  public func splits(of folder: FolderListing) throws(DataError) -> [String] { [] }
}

/// Which task in which folder.
public struct TaskPlace: Sendable, Hashable {
  /// The folder; a path that can be opened as it is.
  public var folder: String
  /// The split of the judgements, `test`.
  public var split: String
  /// What a manifest's `reading:` says: option to value (``TaskLayout/options``).
  public var options: [String: String]

  /// The task of `split` in `folder`.
  public init(folder: String, split: String = "test", options: [String: String] = [:]) {
    self.folder = folder
    self.split = split
    self.options = options
  }
}

/// A task's parts as a layout finds them.
public struct TaskContents: Sendable {
  /// The documents, to be streamed.
  public var corpus: any Corpus
  /// All queries of the file, judged or not, in file order.
  public var queries: [Query]
  /// The judgements of the split.
  public var qrels: Qrels
  /// The file that the queries came from, for messages.
  public var queriesFile: String
  /// The file that the judgements came from, for messages.
  public var qrelsFile: String
  /// What is odd about the data but does not stop an evaluation, in words.
  public var warnings: [String]

  /// A task's parts.
  public init(
    corpus: any Corpus, queries: [Query], qrels: Qrels, queriesFile: String, qrelsFile: String,
    warnings: [String] = []
  ) {
    self.corpus = corpus
    self.queries = queries
    self.qrels = qrels
    self.queriesFile = queriesFile
    self.qrelsFile = qrelsFile
    self.warnings = warnings
  }
}
