// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import Profiling

struct MachineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machine",
    abstract: "Show what is recorded about this machine with every experiment.",
    discussion: "Example: bench machine --json")

  @Flag(help: "One JSON object.") var json = false

  func run() throws {
    let facts = MachineFingerprint.current().facts
    guard !json else {
      Terminal.standardOutput.write(line: .object(facts.mapValues { .string($0) }))
      return
    }
    var table = TextTable([("property", .left), ("value", .left)])
    for (name, value) in facts.sorted(by: { $0.key < $1.key }) { table.add([name, value]) }
    Terminal.standardOutput.write(table.render())
  }
}
