// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SyntheticTasks

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make synthetic tasks of any size.",
    subcommands: [GenerateLimitCommand.self])
}

struct GenerateLimitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit",
    abstract: "Make a LIMIT task: every pair of a few documents is the answer to some query.",
    discussion: """
      The construction of "On the Theoretical Limitations of Embedding-Based Retrieval" (Weller et
      al. 2025), with this project's own names and words. The same options give the same bytes.

        bench generate limit /tmp/limit --documents 50000
        bench run --task /tmp/limit --retriever bm25
      """)

  @Argument(help: "Folder to write corpus.jsonl, queries.jsonl and qrels/test.tsv to.")
  var folder: String
  @Option(help: "Documents in all; those beyond the relevant ones are distractors.")
  var documents = 50_000
  @Option(help: "Documents of which every pair is the answer to a query.") var relevant = 46
  @Option(help: "Queries (default: one a pair, at most 1000).") var queries: Int?
  @Option(help: "Decides everything that is left open.") var seed: UInt64 = 1
  @OptionGroup var output: OutputOptions

  func validate() throws {
    do {
      _ = try LimitTask(parameters)
    } catch {
      throw ValidationError(error.description)
    }
  }

  private var parameters: LimitTask.Parameters {
    LimitTask.Parameters(
      relevantDocuments: relevant, queries: queries, documents: documents, seed: seed)
  }

  func run() throws {
    let task = try LimitTask(parameters)
    try task.write(to: folder)
    guard !output.quiet else { return }
    Terminal.standardError.write(
      "\(documents) documents and \(task.queryCount) queries are in \(folder)\n")
  }
}
