// SPDX-License-Identifier: Apache-2.0

public import Profiling
public import Retrieval
public import Suites

/// What `bench run` is to do: every retriever on every task.
public struct RunRequest: Sendable {
  /// The suite as it is named in the store, and its tasks on the command line (`beir`, or `local`
  /// for tasks given by their folder).
  public var suite: String
  /// Names of the measures to compute, headline first.
  public var measures: [String]
  /// The tasks, in the order in which they are run.
  public var tasks: [RetrievalTask]
  /// The systems under test; a worker makes each again from its card's specification. On each task
  /// they are adapted to its language.
  public var retrievers: [any Retriever]
  /// The folder with `<suite>/<task>/` below it.
  public var dataFolder: String
  /// The hardware profile that every worker is held to.
  public var profile = HardwareProfile.unrestricted
  /// Documents to retrieve per query instead of what each task's protocol says; at least 1.
  public var depth: Int?
  /// Only the first so many queries of each task; at least 1.
  public var queryLimit: Int?
  /// Run cells again that are done already.
  public var isFresh = false
  /// Threads a worker may use; 0 for as many as the profile or else the machine has.
  public var threads = 0
  /// ``Workspace/memory`` of every worker.
  public var memory: Int?
  /// The longest a worker may take before it is killed; nil for as long as it likes.
  public var timeLimit: Duration?
  /// Version of the program, for the record.
  public var programVersion = ""
  /// Commit it was built from, for the record; empty when unknown.
  public var sourceCommit = ""

  /// A request with the usual settings.
  public init(
    suite: String, measures: [String], tasks: [RetrievalTask], retrievers: [any Retriever],
    dataFolder: String
  ) {
    self.suite = suite
    self.measures = measures
    self.tasks = tasks
    self.retrievers = retrievers
    self.dataFolder = dataFolder
  }

  /// Who the retrievers are on a task.
  func cards(on task: RetrievalTask) -> [RetrieverCard] {
    retrievers.map { $0.adapted(toLanguage: task.language).card }
  }

  /// The command that runs one cell of this request.
  func command(task: RetrievalTask, retriever: RetrieverCard) -> String {
    var words = ["bench", "run"]
    if let folder = task.bundledFolder, task.suite == "local" {
      words += ["--task", folder, "--format", task.format, "--split", task.split]
      for (option, value) in task.options.sorted(by: { $0.key < $1.key }) {
        words += ["--reading", "\(option)=\(value)"]
      }
    } else {
      words += ["--suite", suite, "--task", task.name]
    }
    words += ["--retriever", retriever.specification]
    if let depth { words += ["--top-k", String(depth)] }
    if let queryLimit { words += ["--limit-queries", String(queryLimit)] }
    if !profile.isUnrestricted { words += ["--profile", profile.name] }
    if threads > 0 { words += ["--threads", String(threads)] }
    if let memory { words += ["--memory", String(memory >> 20)] }
    return words.map(shellQuoted).joined(separator: " ")
  }
}

/// A word as a POSIX shell has to see it.
func shellQuoted(_ word: String) -> String {
  let plain = word.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./:=,@%+".utf8.contains(byte)
    }
  }
  if plain && !word.isEmpty { return word }
  return "'"
    + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}
