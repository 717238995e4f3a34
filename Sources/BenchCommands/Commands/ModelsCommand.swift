// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models that are here, get more, remove them.",
    discussion: """
      bench models                                        what there is
      bench models add sentence-transformers/all-mpnet-base-v2
      bench models add path/to/model --name mine          a folder stays where it is
      bench models distill minilm                         a static model of it
      bench models rm mine

      Models are kept in $BENCH_MODELS, else in your cache folder.
      """,
    subcommands: [
      ModelsListCommand.self, ModelsAddCommand.self, ModelsDistillCommand.self,
      ModelsRemoveCommand.self,
    ],
    defaultSubcommand: ModelsListCommand.self)
}
