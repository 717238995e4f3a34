// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identity
import Profiling

struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "List the hardware profiles that runs can be held to.",
    discussion: """
      A profile says what a worker may use and how it is measured; `bench machine` shows how much
      of that this machine can enforce.

        bench run --suite quickstart --retriever bm25 --profile one-core
      """)

  @Flag(help: "One JSON object per line.") var json = false
  @OptionGroup var manifests: SuiteOptions

  func run() throws {
    let profiles = try manifests.profiles().profiles
    guard !json else {
      for profile in profiles { Terminal.standardOutput.write(line: describe(profile)) }
      return
    }
    var table = TextTable([
      ("profile", .left), ("cores", .right), ("threads", .right), ("memory", .right),
      ("swap", .left), ("network", .left), ("warm-up", .right), ("repetitions", .right),
      ("summary", .left),
    ])
    for profile in profiles {
      let settings = profile.settings
      table.add([
        profile.name, settings["cores"] ?? "all",
        profile.toldThreads.map { String($0) } ?? "all",
        profile.memory.map(memoryText) ?? "all", profile.allowsSwap ? "yes" : "no",
        profile.allowsNetwork ? "yes" : "no", String(profile.warmUp),
        String(profile.repetitions), profile.summary,
      ])
    }
    Terminal.standardOutput.write(table.render())
  }

  private func describe(_ profile: HardwareProfile) -> CanonicalJSON {
    let cores: CanonicalJSON =
      switch profile.cores {
      case .all: .null
      case .count(let count): .integer(count)
      case .numbers(let numbers): .array(numbers.map { .integer($0) })
      }
    return .object([
      "name": .string(profile.name), "summary": .string(profile.summary), "cores": cores,
      "memory_bytes": profile.memory.map { .integer($0) } ?? .null,
      "threads": profile.toldThreads.map { .integer($0) } ?? .null,
      "swap": .boolean(profile.allowsSwap), "network": .boolean(profile.allowsNetwork),
      "warm_up": .integer(profile.warmUp), "repetitions": .integer(profile.repetitions),
      "hash": profile.isUnrestricted ? .null : .string(profile.hash),
    ])
  }
}
