// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Retrievers
import Runner

struct HiddenWorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Run one cell for a parent process; not for people.",
    shouldDisplay: false)

  func run() async throws {
    let registry = RetrieverRegistry.builtIn.using(.current)
    throw ExitCode(await runWorker { try registry.retriever($0) })
  }
}
