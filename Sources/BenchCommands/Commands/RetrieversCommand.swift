// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import Retrievers

struct RetrieversCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrievers",
    abstract: "List the retrievers that are built in, with their parameters.",
    discussion: "Example: bench run --suite quickstart --retriever bm25:k1=1.2,b=0.75")

  @Flag(help: "One JSON object per line.") var json = false

  func run() throws {
    for entry in RetrieverRegistry.builtIn.entries {
      if json {
        Terminal.standardOutput.write(line: describe(entry))
        continue
      }
      Terminal.standardOutput.write("\(entry.name)  (\(entry.family))  \(entry.summary)\n")
      var table = TextTable([("  parameter", .left), ("default", .left), ("meaning", .left)])
      for parameter in entry.parameters {
        table.add(["  " + parameter.name, parameter.defaultValue, parameter.help])
      }
      Terminal.standardOutput.write(table.render() + "\n")
    }
  }

  private func describe(_ entry: RetrieverRegistry.Entry) -> CanonicalJSON {
    .object([
      "name": .string(entry.name), "family": .string(entry.family),
      "summary": .string(entry.summary),
      "parameters": .array(
        entry.parameters.map { parameter in
          .object([
            "name": .string(parameter.name), "default": .string(parameter.defaultValue),
            "help": .string(parameter.help),
          ])
        }),
    ])
  }
}
