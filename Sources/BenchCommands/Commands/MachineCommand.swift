// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import Profiling
import Runner

struct MachineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machine",
    abstract: "Show what is recorded about this machine, and what profiles can enforce on it.",
    discussion: """
      A small process is held to one core, 1 GiB, no swap and no network; what became of each limit
      is read back from the system.

        bench machine --json
      """)

  @Flag(help: "One JSON object.") var json = false

  func run() async throws {
    let fingerprint = MachineFingerprint.current()
    let limits = try await Runner.tryConfinement()
    guard !json else {
      var members = fingerprint.facts.mapValues { CanonicalJSON.string($0) }
      members["fingerprint"] = .string(fingerprint.hash)
      members["enforcement"] = .array(limits.map(describe))
      Terminal.standardOutput.write(line: .object(members))
      return
    }
    var facts = TextTable([("property", .left), ("value", .left)])
    for (name, value) in fingerprint.facts.sorted(by: { $0.key < $1.key }) {
      facts.add([name, value])
    }
    var table = TextTable([("limit", .left), ("enforced", .left), ("how, or why not", .left)])
    for limit in limits {
      table.add([limit.name.rawValue, limit.isEnforced ? "yes" : "no", limit.detail])
    }
    Terminal.standardOutput.write(
      facts.render() + "\nfingerprint \(fingerprint.hash)\n\n" + table.render())
  }

  private func describe(_ limit: ProfileLimit) -> CanonicalJSON {
    .object([
      "name": .string(limit.name.rawValue), "enforced": .boolean(limit.isEnforced),
      "detail": .string(limit.detail),
    ])
  }
}
