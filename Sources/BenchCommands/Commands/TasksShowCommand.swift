// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Suites

struct TasksShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show all that is known of a task: its data, its protocol, published scores.",
    discussion: "Example: bench tasks show beir/scifact")

  @OptionGroup var manifests: SuiteOptions
  @Flag(help: "One JSON object.") var json = false
  @Argument(help: ArgumentHelp("The task.", valueName: "suite/task")) var name: String

  func run() throws {
    let catalogue = try manifests.catalogue()
    let task = try catalogue.task(name)
    let sheet = TaskSheet(task, of: catalogue.suites.first { $0.name == task.suite })
    if json {
      Terminal.standardOutput.write(line: sheet.json)
    } else {
      Terminal.standardOutput.write(sheet.text)
    }
  }
}
