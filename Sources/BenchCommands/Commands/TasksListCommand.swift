// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import Suites

struct TasksListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the tasks of the suites, with their declared sizes.",
    discussion: "Example: bench tasks --suite beir")

  @OptionGroup var manifests: SuiteOptions
  @Option(help: "Only the tasks of this suite (a name or a YAML file).") var suite: String?
  @Flag(help: "One JSON object per line.") var json = false

  func run() throws {
    let catalogue = try manifests.catalogue()
    let suites = try suite.map { [try catalogue.suite($0)] } ?? catalogue.suites
    var table = TextTable([
      ("task", .left), ("split", .left), ("language", .left), ("documents", .right),
      ("queries", .right), ("qrels", .right), ("licence", .left),
    ])
    for suite in suites {
      for task in suite.tasks {
        guard !json else {
          Terminal.standardOutput.write(line: .object(describe(task, of: suite)))
          continue
        }
        table.add([
          "\(suite.name)/\(task.name)", task.split, task.language, number(task.counts.documents),
          number(task.counts.queries), number(task.counts.qrels), task.licence,
        ])
      }
    }
    if !json { Terminal.standardOutput.write(table.render()) }
  }

  private func number(_ count: Int?) -> String {
    count.map(String.init) ?? "–"
  }

  private func count(_ value: Int?) -> CanonicalJSON {
    value.map(CanonicalJSON.integer) ?? .null
  }

  private func describe(_ task: RetrievalTask, of suite: Suite) -> [String: CanonicalJSON] {
    [
      "suite": .string(suite.name), "task": .string(task.name), "title": .string(task.title),
      "split": .string(task.split), "language": .string(task.language),
      "licence": .string(task.licence), "source": .string(task.source),
      "documents": count(task.counts.documents), "queries": count(task.counts.queries),
      "qrels": count(task.counts.qrels), "headline": .string(suite.headline(of: task)),
    ]
  }
}
