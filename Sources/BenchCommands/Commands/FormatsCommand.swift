// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import TaskLayouts

struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the layouts in which tasks can be read, with what each lets you choose.",
    discussion: "Example: bench run --task path/to/folder --format beir --retriever bm25")

  @Flag(help: "One JSON object per line.") var json = false

  func run() throws {
    for layout in TaskLayouts.all {
      if json {
        Terminal.standardOutput.write(line: describe(layout))
        continue
      }
      Terminal.standardOutput.write("\(layout.name)  \(layout.summary)\n")
      guard !layout.options.isEmpty else { continue }
      var table = TextTable([
        ("  option", .left), ("default", .left), ("values", .left), ("meaning", .left),
      ])
      for option in layout.options {
        table.add([
          "  " + option.name, option.standard ?? "", option.values.joined(separator: ", "),
          option.meaning,
        ])
      }
      Terminal.standardOutput.write(table.render() + "\n")
    }
  }

  private func describe(_ layout: any TaskLayout) -> CanonicalJSON {
    .object([
      "name": .string(layout.name), "summary": .string(layout.summary),
      "options": .array(
        layout.options.map { option in
          .object([
            "name": .string(option.name), "meaning": .string(option.meaning),
            "values": .array(option.values.map(CanonicalJSON.string)),
            "default": option.standard.map(CanonicalJSON.string) ?? .null,
          ])
        }),
    ])
  }
}
