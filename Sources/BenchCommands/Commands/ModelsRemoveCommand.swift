// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ModelStore

struct ModelsRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Remove a model, and its files where bench brought them here.",
    discussion: "A folder that was added by its path stays. Example: bench models rm minilm")

  @Argument(help: "The model's name, as `bench models` lists it.") var name: String

  func run() async throws {
    try await ModelStore().remove(name)
  }
}
