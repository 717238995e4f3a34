// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks",
    abstract: "List the tasks of the suites, or show all that is known of one.",
    discussion: """
      bench tasks --suite beir        the tasks of a suite, with their declared sizes
      bench tasks show beir/scifact   sources, counts, protocol, published scores
      """,
    subcommands: [TasksListCommand.self, TasksShowCommand.self],
    defaultSubcommand: TasksListCommand.self)
}
