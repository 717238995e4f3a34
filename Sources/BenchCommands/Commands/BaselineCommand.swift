// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Keep results under a name, for `bench gate` to compare with.",
    discussion: """
      bench baseline save main bm25      the store's results of a retriever, as baselines/main.json
      bench baseline list                what there is
      bench baseline show main           what is in it
      bench baseline rm main             remove it

      A baseline is a small JSON file with the values of single queries, to be committed beside the
      code that it belongs to.
      """,
    subcommands: [
      BaselineSaveCommand.self, BaselineListCommand.self, BaselineShowCommand.self,
      BaselineRemoveCommand.self,
    ])
}
