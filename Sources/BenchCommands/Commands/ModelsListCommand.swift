// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ModelStore

struct ModelsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the models that are here.",
    discussion: "Example: bench models --json")

  @Flag(help: "One JSON object per line, with every file and its SHA-256.") var json = false

  func run() throws {
    let models = try ModelStore().models()
    guard !json else {
      for model in models { Terminal.standardOutput.write(model.json + "\n") }
      return
    }
    guard !models.isEmpty else {
      Terminal.standardError.write(
        "no models in \(ModelStore.standardPath); `make models` gets the first, "
          + "`bench models add ORG/NAME` others\n")
      return
    }
    var table = TextTable([
      ("model", .left), ("size", .right), ("source", .left), ("revision", .left), ("folder", .left),
    ])
    for model in models {
      table.add([
        model.name, formatBytes(model.bytes), "\(model.source.rawValue) \(model.origin)",
        String(model.revision.prefix(12)), model.folder,
      ])
    }
    Terminal.standardOutput.write(table.render())
  }
}
