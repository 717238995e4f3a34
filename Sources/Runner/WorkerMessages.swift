// SPDX-License-Identifier: Apache-2.0

import Profiling
import Retrieval
import Suites

/// What a worker is asked to do: one line of JSON on its standard input.
///
/// The input stays open as long as the parent lives: its end tells the worker to end too.
struct WorkerRequest: Codable, Sendable {
  var task: TaskReference
  var dataFolder: String
  /// The retriever's specification.
  var retriever: String
  var conditions: SearchConditions
  /// ``RunRequest/queryLimit``.
  var queryLimit: Int?
  /// Threads to use, at least 1.
  var threads: Int
  /// ``RunRequest/memory``.
  var memory: Int?
  /// Passes over all queries before those that are timed; 0 without it.
  var warmUp: Int?
  /// Passes that are timed; 1 without it.
  var repetitions: Int?
  /// Whether to look at the process's surroundings between phases.
  var isWatched: Bool?
  /// An empty folder for the index.
  var indexFolder: String
  /// Where to put the rankings, encoded for the store.
  var rankingsFile: String
}

/// As much of a task as is needed to load it.
struct TaskReference: Codable, Sendable {
  var suite: String
  var name: String
  var folder: String
  var bundledFolder: String?
  var format: String
  var options: [String: String]
  var split: String
  var language: String

  init(_ task: RetrievalTask) {
    suite = task.suite
    name = task.name
    folder = task.folder
    bundledFolder = task.bundledFolder
    format = task.format
    options = task.options
    split = task.split
    language = task.language
  }

  var task: RetrievalTask {
    var task = RetrievalTask(name: name, folder: folder)
    task.suite = suite
    task.bundledFolder = bundledFolder
    task.format = format
    task.options = options
    task.split = split
    task.language = language
    return task
  }
}

/// What a worker says: lines of JSON on its standard output.
enum WorkerMessage: Codable, Sendable {
  /// The process was held to a profile and becomes the worker.
  case confined([ProfileLimit])
  /// A phase begins; it will go through `total` documents or queries, if that is known.
  case phase(Phase, total: Int?)
  /// So many documents or queries of the phase are done.
  case progress(done: Int)
  /// All is done and the rankings are in their file.
  case result(WorkerResult)
  /// The retriever, or the check of what it returned, failed.
  case failure(reason: String)
  /// The data is wrong.
  case dataFailure(WorkerDataFailure)
}

/// What a worker measured.
struct WorkerResult: Codable, Sendable {
  var taskHash: String
  var documents: Int
  var queries: Int
  var indexSeconds: Double
  var indexCPUSeconds: Double
  /// Of one pass over all queries, the mean of those that were timed; as what follows.
  var searchSeconds: Double
  var searchCPUSeconds: Double
  var latencyMilliseconds: [String: Double]
  var indexBytes: Int
  var peakResidentBytes: Int
  var indexStatistics: [String: Int]
  /// By query: tokens of the longest relevant document; empty where nobody counts them.
  var relevantTokens: [String: Int]
  var warnings: [String]
  /// Passes that were timed; nil from a build that knows one only.
  var passes: Int?
  /// The surroundings between phases, if they were asked for.
  var conditions: [Conditions]?
}

/// A ``Retrieval/DataError`` on its way to the parent.
struct WorkerDataFailure: Codable, Sendable {
  var code: String
  var file: String
  var line: Int?
  var problem: String
  var fix: String

  init(_ error: DataError) {
    code = error.code.rawValue
    file = error.file
    line = error.line
    problem = error.problem
    fix = error.fix
  }

  var error: DataError {
    DataError(
      DataError.Code(rawValue: code) ?? .malformed, file: file, line: line, problem, fix: fix)
  }
}
