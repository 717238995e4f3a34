// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import Suites

struct SuitesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the suites, their sizes and headline measures.",
    discussion: "Example: bench suites --json")

  @OptionGroup var manifests: SuiteOptions
  @Flag(help: "One JSON object per line.") var json = false
  @Flag(help: "The page of the documentation, with a table for each suite.") var markdown = false

  func run() throws {
    let suites = try manifests.catalogue().suites
    guard !markdown else {
      Terminal.standardOutput.write(SuitesPage(suites: suites).markdown)
      return
    }
    guard !json else {
      for suite in suites {
        let object: [String: CanonicalJSON] = [
          "name": .string(suite.name), "title": .string(suite.title),
          "version": .string(suite.version), "headline": .string(suite.headline),
          "tasks": .array(suite.tasks.map { .string($0.name) }),
        ]
        Terminal.standardOutput.write(line: .object(object))
      }
      return
    }
    var table = TextTable([
      ("suite", .left), ("tasks", .right), ("headline", .left), ("title", .left),
    ])
    for suite in suites {
      table.add([suite.name, "\(suite.tasks.count)", suite.headline, suite.title])
    }
    Terminal.standardOutput.write(table.render())
  }
}
