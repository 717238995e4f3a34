// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct SuitesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suites",
    abstract: "List the suites, or check the data that is there against them.",
    discussion: """
      bench suites             what there is, with sizes and headline measures
      bench suites check beir  whether the data is what the manifest says
      """,
    subcommands: [SuitesListCommand.self, SuitesCheckCommand.self],
    defaultSubcommand: SuitesListCommand.self)
}
