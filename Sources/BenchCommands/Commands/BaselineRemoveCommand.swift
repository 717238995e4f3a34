// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Gate

struct BaselineRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Remove a baseline.")

  @Argument(help: "Name of the baseline.") var name: String
  @Option(help: "Folder of saved baselines (default: $BENCH_BASELINES, else ./baselines).")
  var baselines: String?

  func run() throws {
    let folder = BaselineFolder(path: baselines ?? Environment["BENCH_BASELINES"] ?? "baselines")
    try NoBaseline.unless { try folder.remove(name) }
  }
}
